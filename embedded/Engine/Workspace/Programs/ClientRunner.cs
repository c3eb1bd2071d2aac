using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Plugins;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Pulumirpc;

namespace Coder.Infra.Engine.Workspace.Programs;

/// <summary>
/// Runs a program that lives in another process: that serves <c>LanguageRuntime</c> at an address (<c>--client</c>), as an inline
/// program of the Automation API does. The engine neither starts nor ends it.
/// </summary>
internal sealed class ClientRunner(Project project, string address) : IProgramRunner
{
    /// <summary>How long a program may take to end by itself when the run stops: its calls are answered that the monitor is gone.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(1);

    public async Task<string?> RunAsync(ProgramRun run, Action<string, bool> output, CancellationToken cancellationToken)
    {
        using var channel = GrpcChannel.ForAddress($"http://{address}", PluginChannel.Options);
        var client = new LanguageRuntime.LanguageRuntimeClient(channel);
        using var end = new CancellationTokenSource();
        await using var stop = cancellationToken.Register(() => end.CancelAfter(EndLimit)).ConfigureAwait(false);
        try
        {
            var response = await client.RunAsync(Request(run), cancellationToken: end.Token).ConfigureAwait(false);
            if (response.Bail)
                return "";
            return response.Error.Length > 0 ? $"an unhandled error occurred: {response.Error}" : null;
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.Unavailable)
        {
            throw new UserErrorException($"could not reach the program at {address} (--client): {error.Status.Detail}");
        }
        catch (RpcException error)
        {
            return Diagnostics.Describe(error);
        }
    }

    private RunRequest Request(ProgramRun run)
    {
        var (target, (directory, entry)) = (run.Target, project.Program());
        // The official engine puts the address in the place of the project's own runtime and its options.
        var options = new Struct { Fields = { ["address"] = Value.ForString(address) } };
        var request = new RunRequest
        {
            Project = target.Project,
            Stack = target.Stack,
            Organization = target.Organization,
            Pwd = directory,
            Program = entry,
            // The engine's own address stands here, and only for programs of this kind.
            Args = { run.EngineAddress },
            DryRun = run.DryRun,
            Parallel = run.Parallel,
            MonitorAddress = run.MonitorAddress,
            ConfigSecretKeys = { target.SecretKeys.Order(StringComparer.Ordinal) },
            Info = new ProgramInfo { RootDirectory = target.RootDirectory, ProgramDirectory = directory, EntryPoint = entry, Options = options },
        };
        request.Config.Add(target.Config);
        return request;
    }
}
