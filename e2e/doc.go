// Package e2e runs the real program as its users do. This is the map:
//
//	e2e                 one behaviour a script (testdata), the protocol under docker-credential-helpers' own client,
//	                    go install, what is initialised before an answer, what the rooms import
//	e2e/clients         real clients pull, push and log in at real registries
//	e2e/node            a real kubelet runs pods from private registries
//	e2e/ecr             the exchange with AWS: every host, identity and endpoint, many processes at once, faults
//	e2e/windows         the program for Windows, under Wine
//	e2e/standin         what stands in for others on loopback: AWS, registries, a proxy, a certificate authority
//	e2e/testenv         what the tests share: the program under test, the search for planted secrets, what is missing
//	e2e/environ         the environments that processes get
//	e2e/buildhelper     builds the program, also for the demo and the benchmark
//	e2e/demo            the README's first command
//	e2e/documents       what the documents say, done
//	e2e/bench           what one start costs, beside other helpers
//
// What the tests need beside Go (engines, clients) they skip, by name, where it is missing, and say so at the end; with
// CI=true they fail. All traffic stays on loopback. All output and files are searched for the secrets that were planted.
package e2e
