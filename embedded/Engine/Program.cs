using Coder.Infra.Engine.Cli;

using var console = ConsoleHost.Create();
return await CommandLine.RunAsync(args, console.Host).ConfigureAwait(false);
