//go:build unix || windows

package command

// usualWidth is what terminals had when they were machines, for those that
// don't say.
const usualWidth = 80

func orDefault(width int) int {
	if width <= 0 {
		return usualWidth
	}
	return width
}
