package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
)

// A mutant is a file of a package with one small mistake in it.
type mutant struct {
	path     string // of the file, absolute
	shown    string // the same, below the module
	line     int
	function string
	kind     string
	text     string // what the mistake was made in, on one line
	source   []byte // the whole file, with the mistake
}

// name tells a mutant from others by what stays when lines move.
func (m mutant) name() string {
	return strings.Join([]string{m.shown, m.function, m.kind, m.text}, ": ")
}

// String is the name with the line.
func (m mutant) String() string {
	return strings.Replace(m.name(), ":", fmt.Sprintf(":%d:", m.line), 1)
}

// mutants returns all mistakes that can be made in a file. Some don't compile.
func mutants(path, shown string, source []byte) ([]mutant, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	m := maker{path: path, shown: shown, source: source, offset: func(p token.Pos) int { return files.Position(p).Offset }}
	for _, declaration := range file.Decls {
		m.function = "declaration"
		if function, ok := declaration.(*ast.FuncDecl); ok {
			m.function = function.Name.Name
		}
		m.walk(declaration, nil)
	}
	return m.made, nil
}

// A maker makes the mutants of one file by replacing pieces of its text.
type maker struct {
	path, shown, function string
	source                []byte
	offset                func(token.Pos) int
	made                  []mutant
}

func (m *maker) textOf(node ast.Node) string {
	return string(m.source[m.offset(node.Pos()):m.offset(node.End())])
}

// maxText bounds how much of a mutant's place is shown, in bytes.
const maxText = 70

// replace makes a mutant that has a text in the place of those from one position to another.
func (m *maker) replace(kind string, shown ast.Node, from, to token.Pos, text string) {
	start, end := m.offset(from), m.offset(to)
	place := strings.Join(strings.Fields(m.textOf(shown)), " ")
	if len(place) > maxText {
		place = place[:maxText]
	}
	m.made = append(m.made, mutant{
		path: m.path, shown: m.shown, function: m.function, kind: kind, text: place,
		line:   1 + strings.Count(string(m.source[:m.offset(shown.Pos())]), "\n"),
		source: []byte(string(m.source[:start]) + text + string(m.source[end:])),
	})
}

func (m *maker) replaceNode(kind string, node ast.Node, text string) {
	m.replace(kind, node, node.Pos(), node.End(), text)
}

// walk makes the mutants of a node and of what is in it. results are those of
// the function that it is in.
func (m *maker) walk(root ast.Node, results *ast.FieldList) {
	ast.Inspect(root, func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.FuncDecl:
			if n.Body != nil {
				m.walk(n.Body, n.Type.Results)
			}
			return false
		case *ast.FuncLit:
			m.walk(n.Body, n.Type.Results)
			return false
		case *ast.ReturnStmt:
			m.returned(n, results)
		case ast.Stmt:
			m.statement(n)
		case ast.Expr:
			m.expression(n)
		}
		return true
	})
}

func (m *maker) statement(statement ast.Stmt) {
	switch s := statement.(type) {
	case *ast.IfStmt:
		m.condition(s.Cond, true)
	case *ast.ForStmt:
		if s.Cond != nil {
			m.condition(s.Cond, false) // always would be for ever
		}
	case *ast.SwitchStmt:
		m.cases(s.Body, s.Tag == nil)
	case *ast.TypeSwitchStmt:
		m.cases(s.Body, false)
	case *ast.AssignStmt:
		if s.Tok != token.DEFINE {
			m.replaceNode("statement removed", s, m.unused(s))
		}
	case *ast.ExprStmt, *ast.IncDecStmt, *ast.DeferStmt, *ast.SendStmt, *ast.BranchStmt:
		m.replaceNode("statement removed", s, "")
	}
}

// unused keeps in use what an assignment that is removed has used.
func (m *maker) unused(s *ast.AssignStmt) string {
	var text strings.Builder
	for _, value := range s.Rhs {
		if _, isCall := value.(*ast.CallExpr); !isCall {
			fmt.Fprintf(&text, "_ = %s;", m.textOf(value))
		}
	}
	return text.String()
}

func (m *maker) condition(condition ast.Expr, canBeAlways bool) {
	m.replaceNode("never", condition, "false && ("+m.textOf(condition)+")")
	if canBeAlways {
		m.replaceNode("always", condition, "true || ("+m.textOf(condition)+")")
	}
}

// cases drops each value of each case, or each condition of a switch that has no value.
func (m *maker) cases(body *ast.BlockStmt, areConditions bool) {
	for _, statement := range body.List {
		clause := statement.(*ast.CaseClause)
		for i, value := range clause.List {
			switch {
			case areConditions:
				m.condition(value, true)
			case len(clause.List) == 1:
				m.replace("case removed", value, clause.Pos(), clause.End(), "")
			default:
				m.element("case removed", clause.List, i)
			}
		}
	}
}

// element removes one of several elements between commas.
func (m *maker) element(kind string, list []ast.Expr, i int) {
	switch {
	case i+1 < len(list):
		m.replace(kind, list[i], list[i].Pos(), list[i+1].Pos(), "")
	case i > 0:
		m.replace(kind, list[i], list[i-1].End(), list[i].End(), "")
	default:
		m.replaceNode(kind, list[i], "")
	}
}

// other has for each comparison the one that differs where both sides are equal. (Equality is a condition's matter.)
func other(operator token.Token) (token.Token, bool) {
	other, ok := map[token.Token]token.Token{
		token.LSS: token.LEQ, token.LEQ: token.LSS, token.GTR: token.GEQ, token.GEQ: token.GTR,
		token.SUB: token.ADD, token.MUL: token.QUO, token.QUO: token.MUL,
	}[operator]
	return other, ok
}

func (m *maker) expression(expression ast.Expr) {
	switch e := expression.(type) {
	case *ast.BinaryExpr:
		if e.Op == token.LAND || e.Op == token.LOR {
			m.replaceNode("right operand removed", e, m.textOf(e.X))
			m.replaceNode("left operand removed", e, m.textOf(e.Y))
		} else if other, ok := other(e.Op); ok {
			m.replace("operator "+e.Op.String()+" to "+other.String(), e, e.OpPos, e.OpPos+token.Pos(len(e.Op.String())), other.String())
		}
	case *ast.BasicLit:
		if e.Kind == token.INT {
			m.replaceNode("constant plus one", e, "("+e.Value+"+1)")
		}
	case *ast.CompositeLit:
		for i := range e.Elts {
			m.element("element removed", e.Elts, i)
		}
	}
}

// returned replaces each value that a function returns by the zero value of its type, or a truth by its opposite.
func (m *maker) returned(statement *ast.ReturnStmt, results *ast.FieldList) {
	if results == nil || len(statement.Results) != results.NumFields() {
		return
	}
	var types []string
	for _, field := range results.List {
		for range max(1, len(field.Names)) {
			types = append(types, m.textOf(field.Type))
		}
	}
	for i, value := range statement.Results {
		switch text := m.textOf(value); {
		case types[i] == "bool":
			m.replaceNode("opposite returned", value, "!("+text+")")
		case text != "nil" && text != "0" && text != strconv.Quote("") && text != types[i]+"{}":
			m.replaceNode("zero returned", value, "*new("+types[i]+")")
		}
	}
}
