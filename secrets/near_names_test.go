package secrets

import "testing"

func FuzzDistanceIsAMetric(f *testing.F) {
	f.Add("PASSWORD", "PASSWROD", "USER")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		if len(a)+len(b)+len(c) > 300 {
			t.Skip()
		}
		ab, bc, ac := Distance(a, b), Distance(b, c), Distance(a, c)
		if ab != Distance(b, a) || (ab == 0) != (a == b) || ac > ab+bc {
			t.Errorf("distances %d, %d, %d of %q, %q, %q", ab, bc, ac, a, b, c)
		}
	})
}
