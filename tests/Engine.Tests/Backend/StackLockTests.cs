using System.Diagnostics;
using Coder.Infra.Engine.Backend;
using Coder.Infra.Engine.Tests.Cli;
using Coder.Infra.Engine.Workspace;

namespace Coder.Infra.Engine.Tests.Backend;

public sealed class StackLockTests : IDisposable
{
    private readonly CommandLineFixture _cli = new();
    private readonly List<string> _notes = [];

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void A_second_run_is_told_who_holds_the_lock_in_the_recorded_words()
    {
        var recorded = Recordings.Cli("up-while-locked.txt");
        Put("90ea83bb-9464-4df8-b207-a85728ab11b1", 12127, "user", "host", "2026-11-24T07:40:20.5Z");
        var error = Assert.Throws<UserErrorException>(Acquire);
        Assert.Equal(recorded.Replace("file:///ref/pstate", "file://" + _cli.Folder, StringComparison.Ordinal), $"error: {error.Message}\n");
    }

    [Fact]
    public void While_a_lock_is_held_no_other_is_given_and_afterwards_it_is_gone()
    {
        using (Acquire())
            Assert.Contains($"(pid {Environment.ProcessId})", Assert.Throws<UserErrorException>(Acquire).Message);
        Assert.Empty(StackLock.List(_cli.Files));
        Acquire().Dispose();
    }

    [Fact]
    public void A_lock_whose_process_is_gone_is_taken_over_with_a_note()
    {
        using var ended = Process.Start("true");
        ended.WaitForExit();
        Put("gone", ended.Id, "user", Environment.MachineName, "2026-11-24T07:40:20Z");
        using var taken = Acquire();
        Assert.Single(StackLock.List(_cli.Files));
        Assert.Contains($"user@{Environment.MachineName} (pid {ended.Id})", Assert.Single(_notes));
    }

    [Fact]
    public void A_lock_is_dead_where_its_number_was_given_to_a_younger_process()
    {
        Put("reused", Environment.ProcessId, "user", Environment.MachineName, "2001-01-01T00:00:00Z");
        Acquire().Dispose();
        Assert.Single(_notes);
    }

    [Fact]
    public void A_lock_of_another_host_is_never_taken_over()
    {
        Put("far", 1, "user", "elsewhere", "2001-01-01T00:00:00Z");
        Assert.Contains("user@elsewhere (pid 1)", Assert.Throws<UserErrorException>(Acquire).Message);
    }

    [Fact]
    public void A_lock_that_cannot_be_read_is_a_lock()
    {
        Directory.CreateDirectory(_cli.Files.Locks);
        File.WriteAllText(Path.Combine(_cli.Files.Locks, "torn.json"), "{\"pid\":");
        Assert.Contains("torn.json", Assert.Throws<UserErrorException>(Acquire).Message);
    }

    private StackLock Acquire() => StackLock.Acquire(_cli.Files, TimeProvider.System, _notes.Add);

    private void Put(string id, int pid, string user, string host, string time)
    {
        Directory.CreateDirectory(_cli.Files.Locks);
        File.WriteAllText(
            Path.Combine(_cli.Files.Locks, id + ".json"),
            $$"""{"pid":{{pid}},"username":"{{user}}","hostname":"{{host}}","timestamp":"{{time}}"}""");
    }
}
