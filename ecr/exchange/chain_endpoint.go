package exchange

import (
	"context"
	"net/url"
	"strings"

	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// useEndpoints has a call that the default chain makes to AWS go to the endpoint
// that the environment names, as the AWS CLI does. The SDK reads AWS_ENDPOINT_URL
// too, but not before it has built the chain.
func (e Exchanger) useEndpoints(stack *middleware.Stack) error {
	return stack.Finalize.Insert(middleware.FinalizeMiddlewareFunc("UseEndpoints",
		func(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (
			out middleware.FinalizeOutput, metadata middleware.Metadata, err error,
		) {
			service := strings.ToUpper(strings.ReplaceAll(awsmiddleware.GetServiceID(ctx), " ", "_"))
			request, ok := in.Request.(*smithyhttp.Request)
			// Those of this machine, of which a container's has no ID, have other variables.
			if isLocal := service == "" || service == "EC2IMDS"; ok && !isLocal {
				err = redirect(request, ecr.EndpointURL(service, e.Getenv))
			}
			if err != nil {
				return out, metadata, err
			}
			return next.HandleFinalize(ctx, in)
		}), "ResolveEndpointV2", middleware.After)
}

// redirect sends a request to an endpoint, unless that is empty or where it goes
// already.
func redirect(request *smithyhttp.Request, endpoint string) error {
	if endpoint == "" {
		return nil
	}
	if !isEndpointURL(endpoint) {
		return &ecr.Failure{Cause: ecr.EndpointUnusable}
	}
	if target, _ := url.Parse(endpoint); target.Host != request.URL.Host {
		request.URL.Scheme, request.URL.Host = target.Scheme, target.Host
		request.URL.Path = smithyhttp.JoinPath(target.Path, request.URL.Path)
	}
	return nil
}
