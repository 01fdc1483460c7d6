package exchange

import (
	"context"
	"net/url"
	"strings"

	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/feature/ec2/imds"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// useEndpoints has a call that the default chain makes to AWS go to the endpoint
// that the settings name, as the AWS CLI does, and to the STS that the request's own
// role would be assumed at. The SDK reads AWS_ENDPOINT_URL and endpoint_url too, but
// not before it has built the chain.
func (c *chain) useEndpoints(stack *middleware.Stack) error {
	const step = "ResolveEndpointV2"
	var ofSDK middleware.FinalizeMiddleware
	ofSDK, err := stack.Finalize.Swap(step, middleware.FinalizeMiddlewareFunc(step,
		func(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (
			out middleware.FinalizeOutput, metadata middleware.Metadata, err error,
		) {
			request, ok := in.Request.(*smithyhttp.Request)
			service := awsmiddleware.GetServiceID(ctx)
			endpoint := c.endpoint(service)
			switch {
			case c.witness.isRehearsal && !isLocal(service):
				return out, metadata, &ecr.Failure{Cause: ecr.Defect}
			case !ok || endpoint == "":
				return ofSDK.HandleFinalize(ctx, in, next)
			case !isEndpointURL(endpoint):
				return out, metadata, &ecr.Failure{Cause: ecr.EndpointUnusable}
			}
			target, _ := url.Parse(endpoint)
			request.URL.Scheme, request.URL.Host = target.Scheme, target.Host
			request.URL.Path = smithyhttp.JoinPath(target.Path, request.URL.Path)
			return next.HandleFinalize(ctx, in)
		}))
	return err
}

// endpoint returns the URL of a service by its name in the SDK. It is empty where
// the SDK knows it.
func (c *chain) endpoint(service string) string {
	switch {
	case isLocal(service): // which have other variables
		return ""
	case service == sts.ServiceID:
		return c.request.RoleURL()
	}
	return ecr.EndpointURL(strings.ToUpper(strings.ReplaceAll(service, " ", "_")), c.Getenv)
}

// isLocal reports whether a service is one of this machine, by its name in the SDK:
// that of a container has none.
func isLocal(service string) bool { return service == "" || service == imds.ServiceID }
