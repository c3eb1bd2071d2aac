using Coder.Infra;
using Coder.Infra.Provider;
using Pulumi;

// The engine starts this program to run the stack, or, with its own address as the argument, to serve the custom resources.
return args.Length > 0
    ? await CoderInfraProvider.ServeAsync(args)
    : await Deployment.RunAsync(CoderStack.RunAsync);
