// Package node has a real kubelet, without a cluster, run pods whose images it gets by the helper: containerd pulls from
// registries on loopback that want a password, or a token of an AWS there.
package node
