namespace Pulumi.Experimental.Provider;

public abstract partial class Provider
{
    /// <summary>
    /// Serves a provider to the engine that started this process: listens on a free loopback port, prints it as a line, and ends when
    /// the token is cancelled, the process is asked to stop, or the engine is gone.
    /// </summary>
    /// <param name="args">The process's arguments; the one that is no flag is the engine's address.</param>
    /// <param name="version">The package's version, as the engine asks for it.</param>
    /// <param name="factory">Makes the provider.</param>
    /// <param name="cancellationToken">Ends the serving.</param>
    public static Task Serve(
        string[] args, string? version, Func<Experimental.IEngine, Provider> factory, System.Threading.CancellationToken cancellationToken) =>
        Serve(args, version, factory, Console.Out, TimeProvider.System, cancellationToken);

    internal static async Task Serve(
        string[] args,
        string? version,
        Func<Experimental.IEngine, Provider> factory,
        TextWriter output,
        TimeProvider time,
        System.Threading.CancellationToken cancellationToken)
    {
        var engine = new EngineConnection(EngineAddress(args));
        await using var server = await ProviderServer.StartAsync(factory(engine), engine, version, cancellationToken).ConfigureAwait(false);
        await output.WriteAsync($"{server.Port}\n".AsMemory(), cancellationToken).ConfigureAwait(false);
        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var gone = EngineWatch.WaitUntilGoneAsync(engine, time, ending.Token);
        await Task.WhenAny(server.WaitForShutdownAsync(ending.Token), gone).ConfigureAwait(false);
        await ending.CancelAsync().ConfigureAwait(false);
    }

    /// <summary>The engine's address; null when a debugger's user started the process and the engine attaches to it later.</summary>
    private static string? EngineAddress(string[] args)
    {
        string? address = null;
        foreach (var arg in args)
        {
            // The engine puts flags before the address: --logtostderr, -v=9, --tracing URL.
            if (arg.StartsWith('-'))
                continue;
            if (address is not null || !arg.Contains(':') || arg.Contains("//"))
                continue;
            address = arg;
        }

        return address;
    }
}
