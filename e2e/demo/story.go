package main

import (
	"context"
	"fmt"
	"net/http"
)

// A story is what has been told so far, and its counts.
type story struct {
	out             printer
	client          *client
	servers         *servers
	pulled, refused int
}

// tell lets the client pull in each of the worlds that a user comes through.
func tell(ctx context.Context, out printer, client *client, servers *servers) error {
	s := &story{out: out, client: client, servers: servers}
	client.setSecrets(servers)
	for _, scene := range []func(context.Context) error{s.withoutHelper, s.withHelper, s.again, s.newPassword} {
		if err := scene(ctx); err != nil {
			return err
		}
	}
	return s.end()
}

func (s *story) withoutHelper(ctx context.Context) error {
	s.out.heading("Passwords are in the environment, and no client reads them:")
	if err := s.refuses(ctx, teamImage, ""); err != nil {
		return err
	}
	return s.refuses(ctx, ecrImage, "")
}

func (s *story) withHelper(ctx context.Context) error {
	const command = "configure"
	if err := s.client.runHelper(ctx, command); err != nil {
		return err
	}
	s.out.heading("$ " + helperName + " " + command)
	if err := s.lets(ctx, teamImage, answer{user: user}, ""); err != nil {
		return err
	}
	if err := s.lets(ctx, ecrImage, answer{user: "AWS", awsCalls: 1}, " for a token"); err != nil {
		return err
	}
	return s.lets(ctx, openImage, answer{}, ", as no secret names it")
}

func (s *story) again(ctx context.Context) error {
	s.out.heading("Pulled again, in a new process:")
	return s.lets(ctx, ecrImage, answer{user: "AWS"}, ", the token is cached")
}

func (s *story) newPassword(ctx context.Context) error {
	s.servers.changePassword()
	s.out.heading(teamServer + " gets a new password:")
	if err := s.refuses(ctx, teamImage, " with the old one"); err != nil {
		return err
	}
	s.client.setSecrets(s.servers)
	return s.lets(ctx, teamImage, answer{user: user}, " with the new one")
}

// end says what was counted.
func (s *story) end() error {
	files, err := s.client.searchHome(s.servers.planted())
	if err != nil {
		return err
	}
	s.out.heading(fmt.Sprintf("Shown: %d pulls, %d refusals, %s.", s.pulled, s.refused, calls(s.servers.awsCalls())))
	s.out.heading(fmt.Sprintf("No secret stands in plain text in the %d files that were written.", files))
	return nil
}

// refuses pulls an image that its registry must refuse for want of a right password.
func (s *story) refuses(ctx context.Context, image, why string) error {
	pull, err := s.client.pull(ctx, image)
	if err != nil {
		return err
	}
	if pull.Error == "" {
		return fmt.Errorf("pulling %s: it was not refused", image)
	}
	if pull.Status != http.StatusUnauthorized {
		return fmt.Errorf("pulling %s: %s", image, pull.Error)
	}
	s.refused++
	s.out.refused(image, fmt.Sprintf("%d %s", pull.Status, http.StatusText(pull.Status)), why)
	return nil
}

// An answer of the helper is the user that it named, if any, and the calls to AWS that it took.
type answer struct {
	user     string
	awsCalls int
}

// lets pulls an image with the answer that the helper must give for it.
func (s *story) lets(ctx context.Context, image string, want answer, why string) error {
	before := s.servers.awsCalls()
	pull, err := s.client.pull(ctx, image)
	if err != nil {
		return err
	}
	if pull.Error != "" {
		return fmt.Errorf("pulling %s: %s", image, pull.Error)
	}
	got := answer{pull.User, s.servers.awsCalls() - before}
	if got != want {
		return fmt.Errorf("pulling %s: the user was %q with %s, want %q with %s",
			image, got.user, calls(got.awsCalls), want.user, calls(want.awsCalls))
	}
	s.pulled++
	s.out.pulled(image, got, why)
	return nil
}

func calls(n int) string {
	if n == 1 {
		return "1 call to AWS"
	}
	return fmt.Sprintf("%d calls to AWS", n)
}
