//go:build linux

package clients

import "testing"

func pushBehaviours() []behaviour {
	return []behaviour{
		{name: "push-private", private: true, run: func(t *testing.T, s *stage, c imageClient) {
			c.mustPush(t, s.newHome(t, homeConfig{}), privateServer)
		}},
		{name: "push-ecr", run: func(t *testing.T, s *stage, c imageClient) {
			c.mustPush(t, s.newHome(t, homeConfig{}), ecrServer)
		}},
	}
}
