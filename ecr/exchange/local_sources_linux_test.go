package exchange_test

import (
	"encoding/binary"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"slices"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsmetadata"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// TestLocalSourcesWithoutProxy has the keys at the very addresses of ECS, EKS and EC2
// (https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html,
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html),
// in a network of its own, beside a proxy for everything that can reach none of them.
func TestLocalSourcesWithoutProxy(t *testing.T) {
	t.Parallel()
	if !slices.Contains(os.Args, rerunMark) {
		inOwnNetwork(t)
		return
	}
	w := newWorld(t)
	var proxied atomic.Int64
	proxy := serve(t, http.HandlerFunc(func(answer http.ResponseWriter, _ *http.Request) {
		proxied.Add(1)
		answer.WriteHeader(http.StatusBadGateway)
	}))
	container, instance := &awsmetadata.Container{Keys: w.identity}, &awsmetadata.Instance{Keys: w.identity}
	const relative, full = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"
	for _, test := range []struct {
		name, address string
		source        http.Handler
		variables     map[string]string
	}{
		{"ECS", "169.254.170.2", container, map[string]string{relative: "/keys"}},
		{"ECS by its URL", "169.254.170.2", container, map[string]string{full: "http://169.254.170.2:80/keys"}},
		{"EKS", "169.254.170.23", container, map[string]string{full: "http://169.254.170.23/v1/credentials"}},
		{"EKS, IPv6", "fd00:ec2::23", container, map[string]string{full: "http://[fd00:ec2::23]/v1/credentials"}},
		{"EC2", "169.254.169.254", instance, map[string]string{"AWS_EC2_METADATA_DISABLED": ""}},
		{"EC2, IPv6", "fd00:ec2::254", instance, map[string]string{
			"AWS_EC2_METADATA_DISABLED": "", "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv6",
		}},
		{"EC2 elsewhere", "10.1.2.3", instance, map[string]string{
			"AWS_EC2_METADATA_DISABLED": "", "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://10.1.2.3/",
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			listen(t, test.address, test.source)
			proxied.Store(0)
			variables := map[string]string{}
			for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"} {
				variables[name] = "http://" + proxy
			}
			for name, value := range test.variables {
				variables[name] = value
			}
			if got := w.askAmbient(t, patience, variables); got != (ecr.Failure{}) {
				t.Errorf("%+v", got)
			}
			if n := proxied.Load(); n != 0 {
				t.Errorf("the proxy was asked %d times", n)
			}
		})
	}
	if container.Asked() == 0 || instance.Asked() == 0 {
		t.Error("nobody gave keys")
	}
}

// inOwnNetwork runs the test again in a network that has nothing but itself, if the system makes one.
func inOwnNetwork(t *testing.T) {
	t.Helper()
	command := rerun(t, t.Name())
	command.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	output, err := command.CombinedOutput()
	switch {
	case errors.Is(err, syscall.EPERM), errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EINVAL):
		t.Skip("missing: a network namespace")
	case err != nil:
		t.Errorf("%v\n%s", err, output)
	}
}

// listen has a server answer at an address, which this network takes for its own.
func listen(t *testing.T, address string, handler http.Handler) {
	t.Helper()
	ip := netip.MustParseAddr(address)
	if err := takeAddress(ip); err != nil {
		t.Fatalf("taking %s: %v", address, err)
	}
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", netip.AddrPortFrom(ip, 80).String())
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.Server{Listener: listener, Config: &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}}
	server.Start()
	t.Cleanup(server.Close)
}

// The loopback interface, which is the first of a network, and how it is told by netlink to be up, and to have an
// address that is not looked for elsewhere (https://man7.org/linux/man-pages/man7/rtnetlink.7.html).
const (
	loopbackIndex    = 1
	noDuplicateCheck = 0x02 // IFA_F_NODAD
)

func takeAddress(ip netip.Addr) error {
	up := make([]byte, syscall.SizeofIfInfomsg)
	binary.NativeEndian.PutUint32(up[4:], loopbackIndex)
	binary.NativeEndian.PutUint32(up[8:], syscall.IFF_UP)
	binary.NativeEndian.PutUint32(up[12:], syscall.IFF_UP)
	if err := askKernel(syscall.RTM_NEWLINK, 0, up); err != nil {
		return err
	}
	family := byte(syscall.AF_INET)
	if ip.Is6() {
		family = syscall.AF_INET6
	}
	message := []byte{family, byte(ip.BitLen()), noDuplicateCheck, 0}
	message = binary.NativeEndian.AppendUint32(message, loopbackIndex)
	for _, attribute := range []uint16{syscall.IFA_LOCAL, syscall.IFA_ADDRESS} {
		message = binary.NativeEndian.AppendUint16(message, uint16(syscall.SizeofRtAttr+len(ip.AsSlice())))
		message = binary.NativeEndian.AppendUint16(message, attribute)
		message = append(message, ip.AsSlice()...)
	}
	err := askKernel(syscall.RTM_NEWADDR, syscall.NLM_F_CREATE, message)
	if errors.Is(err, syscall.EEXIST) {
		return nil // for an earlier test
	}
	return err
}

// askKernel sends one message of netlink and returns what the kernel says of it.
func askKernel(kind, flags uint16, message []byte) error {
	socket, err := syscall.Socket(syscall.AF_NETLINK, syscall.SOCK_RAW|syscall.SOCK_CLOEXEC, syscall.NETLINK_ROUTE)
	if err != nil {
		return err
	}
	defer func() { _ = syscall.Close(socket) }()
	request := binary.NativeEndian.AppendUint32(nil, uint32(syscall.SizeofNlMsghdr+len(message)))
	request = binary.NativeEndian.AppendUint16(request, kind)
	request = binary.NativeEndian.AppendUint16(request, flags|syscall.NLM_F_REQUEST|syscall.NLM_F_ACK)
	request = append(append(request, make([]byte, 8)...), message...)
	if err := syscall.Sendto(socket, request, 0, &syscall.SockaddrNetlink{Family: syscall.AF_NETLINK}); err != nil {
		return err
	}
	answer := make([]byte, os.Getpagesize())
	n, _, err := syscall.Recvfrom(socket, answer, 0)
	if err != nil {
		return err
	}
	if n < syscall.SizeofNlMsghdr+4 {
		return errors.New("the kernel's answer is cut")
	}
	if code := int32(binary.NativeEndian.Uint32(answer[syscall.SizeofNlMsghdr:])); code != 0 {
		return syscall.Errno(-code)
	}
	return nil
}
