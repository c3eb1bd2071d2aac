using System.Collections.Immutable;
using Coder.Infra.Engine.Backend;
using Coder.Infra.Engine.Backend.Checkpoints;
using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Tests.Cli;
using Coder.Infra.Engine.Workspace;
using Coder.Infra.Engine.Workspace.Secrets;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Tests.Backend;

public sealed class JournalTests : IDisposable
{
    private const string Head = "urn:pulumi:dev::coder-infra::a:b:C::";
    private static readonly PassphraseCipher Cipher = PassphraseCipher.Create(Recordings.Passphrase);
    private static readonly SecretsProvider Provider = SecretsProvider.Passphrase(Cipher.Salt);

    private readonly CommandLineFixture _cli = new();
    private readonly List<string> _notes = [];
    private readonly StackStore _store;

    public JournalTests()
    {
        _store = new StackStore(_cli.Files, TimeProvider.System, _notes.Add);
        Write([State("kept", "one")]);
    }

    public void Dispose() => _cli.Dispose();

    private static ImmutableArray<JournalEntry> Entries =>
    [
        new() { Sequence = 1, Operation = 1, Kind = JournalEntryKind.Success, Old = ~0, New = State("kept", "one") },
        new() { Sequence = 2, Operation = 2, Kind = JournalEntryKind.Begin, Type = PendingOperationType.Creating, New = State("made", "two") },
        new() { Sequence = 3, Operation = 2, Kind = JournalEntryKind.Success, New = State("made", "two") with { Id = "id" } },
        new() { Sequence = 4, Operation = 4, Kind = JournalEntryKind.Begin, Type = PendingOperationType.Updating, Old = 1, New = State("kept", "three") },
        new() { Sequence = 5, Operation = 4, Kind = JournalEntryKind.Failure },
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task What_a_killed_run_did_is_in_the_state_that_the_next_command_reads(int written)
    {
        var expected = SnapshotFold.Fold(Start(), Entries.Take(written));
        await KillAfterAsync(written);
        var state = Load();
        Assert.Equal(Names(expected.Resources), Names(state.Resources));
        Assert.Equal(expected.PendingOperations.Select(operation => (operation.Resource.Urn, operation.Type)), state.PendingOperations.Select(operation => (operation.Resource.Urn, operation.Type)));
        Assert.False(File.Exists(_cli.Files.Journal));
        Assert.Empty(StackLock.List(_cli.Files));
    }

    [Fact]
    public async Task A_line_torn_by_the_kill_is_left_out()
    {
        await KillAfterAsync(3);
        var bytes = File.ReadAllBytes(_cli.Files.Journal);
        File.WriteAllBytes(_cli.Files.Journal, bytes[..^7]);
        var pending = Assert.Single(Load().PendingOperations);
        Assert.Equal(Head + "made", pending.Resource.Urn);
    }

    [Fact]
    public async Task A_journal_is_not_folded_twice()
    {
        await KillAfterAsync(3);
        var journal = File.ReadAllBytes(_cli.Files.Journal);
        var before = Load();
        // Killed between the new checkpoint and the removal of the journal.
        JournalAgain(journal);
        JournalFile.MarkFolded(_cli.Files, StackStore.Hash(_cli.Files.ReadCheckpoint()));
        Assert.Equal(Names(before.Resources), Names(Load().Resources));
        Assert.False(File.Exists(_cli.Files.Journal));
    }

    [Fact]
    public async Task A_journal_of_a_state_that_another_CLI_changed_since_is_put_aside()
    {
        await KillAfterAsync(3);
        Write([State("theirs", "x")]);
        Assert.Equal([Head + "theirs "], Names(Load().Resources));
        Assert.Contains(_notes, note => note.Contains("put aside", StringComparison.Ordinal));
        Assert.Single(Directory.EnumerateFiles(Path.GetDirectoryName(_cli.Files.Journal)!, "dev.journal.*"));
    }

    [Fact]
    public async Task While_the_run_goes_on_readers_see_what_it_did_and_change_nothing()
    {
        await using var journal = Begin();
        foreach (var entry in Entries.Take(3))
            await journal.AppendAsync(entry, default);
        var checkpoint = File.ReadAllText(_cli.Checkpoint);
        Assert.Equal(2, Load().Resources.Length);
        Assert.Equal(checkpoint, File.ReadAllText(_cli.Checkpoint));
        Assert.True(File.Exists(_cli.Files.Journal));
        Assert.Throws<UserErrorException>(_store.Lock);
    }

    [Fact]
    public async Task Secrets_are_encrypted_in_the_journal()
    {
        await KillAfterAsync(5);
        var text = File.ReadAllText(_cli.Files.Journal);
        Assert.DoesNotContain("hidden-", text);
        Assert.Contains("ciphertext", text);
        var made = Load().Resources.Single(state => state.Urn.EndsWith("made", StringComparison.Ordinal));
        Assert.Equal(new SecretValue("hidden-two"), made.Inputs["secret"]);
    }

    [Fact]
    public async Task A_run_that_completes_leaves_only_the_checkpoint()
    {
        await using (var journal = Begin())
        {
            foreach (var entry in Entries)
                await journal.AppendAsync(entry, default);
            await journal.CompleteAsync(Checkpoint(SnapshotFold.Fold(Start(), Entries)), SecretCoding.With(Cipher), _ => { });
        }

        Assert.False(File.Exists(_cli.Files.Journal));
        Assert.Empty(StackLock.List(_cli.Files));
        Assert.Equal(2, Load().Resources.Length);
        Assert.Empty(_notes);
    }

    [Fact]
    public async Task A_broken_journal_is_named_and_left_as_it_is()
    {
        await KillAfterAsync(2);
        File.AppendAllText(_cli.Files.Journal, "garbage\n");
        var bytes = File.ReadAllBytes(_cli.Files.Journal);
        Assert.Contains(_cli.Files.Journal, Assert.Throws<UserErrorException>(Load).Message);
        Assert.Equal(bytes, File.ReadAllBytes(_cli.Files.Journal));
    }

    [Fact]
    public async Task Entries_that_come_together_are_all_there_in_the_end()
    {
        await using var journal = Begin();
        await Task.WhenAll(Enumerable.Range(1, 200).Select(i => journal.AppendAsync(
            new JournalEntry { Sequence = i, Operation = i, Kind = i % 2 == 0 ? JournalEntryKind.Begin : JournalEntryKind.Success, Type = PendingOperationType.Creating, New = State($"r{i}", "x") }, default).AsTask()));
        var content = JournalFile.Read(_cli.Files, SecretCoding.Sealed, new OriginalForms())!;
        Assert.Equal(Enumerable.Range(1, 200).Select(i => (long)i), content.Entries.Select(entry => entry.Sequence).Order());
    }

    [Theory]
    [InlineData(10)]
    [InlineData(2000)]
    public async Task An_operation_costs_its_own_lines_however_large_the_stack_is(int resources)
    {
        Write([.. Enumerable.Range(0, resources).Select(i => State($"r{i:0000}", "x"))]);
        var checkpoint = File.ReadAllBytes(_cli.Checkpoint);
        await using var journal = Begin();
        await journal.AppendAsync(Updating(1, 1, JournalEntryKind.Begin), default);
        var one = new FileInfo(_cli.Files.Journal).Length;
        await journal.AppendAsync(Updating(2, 1, JournalEntryKind.Success), default);

        Assert.InRange(new FileInfo(_cli.Files.Journal).Length, one, 2000);
        Assert.Equal(checkpoint, File.ReadAllBytes(_cli.Checkpoint));

        static JournalEntry Updating(long sequence, long operation, JournalEntryKind kind) => new()
        {
            Sequence = sequence,
            Operation = operation,
            Kind = kind,
            Type = kind == JournalEntryKind.Begin ? PendingOperationType.Updating : null,
            Old = kind == JournalEntryKind.Success ? ~0 : null,
            New = State("r0000", "y"),
        };
    }

    private static ResourceState State(string name, string text) =>
        new() { Urn = Head + name, Type = "a:b:C", Custom = true, Inputs = PropertyMap.Of(("plain", text), ("secret", new SecretValue("hidden-" + text))) };

    private static IEnumerable<string> Names(IEnumerable<ResourceState> states) => states.Select(state => $"{state.Urn} {state.Id}");

    private static Checkpoint Checkpoint(Snapshot snapshot) => new() { Stack = "organization/coder-infra/dev", Snapshot = snapshot, Secrets = Provider, HasDeployment = true };

    private Snapshot Start() => Snapshot.Empty with { Resources = [State("kept", "one")] };

    private void Write(ImmutableArray<ResourceState> resources) =>
        _store.Files.WriteCheckpoint(CheckpointJson.Write(Checkpoint(Snapshot.Empty with { Resources = resources }), SecretCoding.With(Cipher)));

    private Snapshot Load() => _store.Load(_ => SecretCoding.With(Cipher)).Snapshot;

    private RunJournal Begin() => new(_store, _store.Lock(), Provider, SecretCoding.With(Cipher), new OriginalForms { Salt = Cipher.Salt });

    /// <summary>What a kill leaves: the journal as far as it was written, and the lock of a process that is gone.</summary>
    private async Task KillAfterAsync(int entries)
    {
        await using (var file = JournalFile.Create(_cli.Files, StackStore.Hash(_cli.Files.ReadCheckpoint()), Provider, SecretCoding.With(Cipher), new OriginalForms()))
        {
            foreach (var entry in Entries.Take(entries))
                await file.AppendAsync(entry, default);
        }

        Directory.CreateDirectory(_cli.Files.Locks);
        File.WriteAllText(
            Path.Combine(_cli.Files.Locks, "left.json"),
            $$"""{"pid":{{Environment.ProcessId}},"username":"u","hostname":"{{Environment.MachineName}}","timestamp":"2001-01-01T00:00:00Z"}""");
    }

    private void JournalAgain(byte[] journal) => File.WriteAllBytes(_cli.Files.Journal, journal);
}
