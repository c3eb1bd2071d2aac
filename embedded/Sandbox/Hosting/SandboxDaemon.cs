using System.Runtime.InteropServices;

namespace Coder.Infra.Sandbox.Hosting;

/// <summary>The sandbox as a process of its own: one a folder, until it is asked to stop or nobody has asked for a while.</summary>
internal static class SandboxDaemon
{
    /// <summary>How long a sandbox waits for requests before it stops.</summary>
    public static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(30);

    private const string LockName = "lock";

    /// <summary>Whether a process runs the sandbox of a folder.</summary>
    public static bool IsRunning(string folder)
    {
        if (!File.Exists(Path.Combine(folder, LockName)))
            return false;
        using var taken = TryLock(folder);
        return taken is null;
    }

    /// <summary>Runs until SIGTERM or until idle. Returns at once where another process runs the same sandbox.</summary>
    public static async Task<int> RunAsync(SandboxOptions options)
    {
        Directory.CreateDirectory(options.Folder);
        using var taken = TryLock(options.Folder);
        if (taken is null)
            return 0;
        using var stop = new CancellationTokenSource();
        // It belongs to the project, not to the terminal that happened to start it.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => context.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
        await using var host = await SandboxHost.StartAsync(options, stop.Token);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(15), options.Time);
        try
        {
            while (host.Idle < IdleLimit && Directory.Exists(options.Folder))
                await timer.WaitForNextTickAsync(stop.Token);
        }
        catch (OperationCanceledException)
        {
        }

        return 0;
    }

    private static FileStream? TryLock(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
