using System.Collections.Immutable;
using Coder.Infra.Engine.Backend;
using Coder.Infra.Engine.Backend.Checkpoints;
using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Workspace;
using Coder.Infra.Engine.Workspace.Configuration;
using Coder.Infra.Engine.Workspace.Secrets;

namespace Coder.Infra.Engine.Cli.Operations;

internal sealed partial class StackRun
{
    /// <summary>The run itself: what it does is journaled, and folded into the checkpoint at its end.</summary>
    private async Task<int> ApplyAsync(HeldLock held, PassphraseCipher cipher)
    {
        var (store, host) = (_context.Store, _invocation.Host);
        var checkpoint = _checkpoint!;
        var provider = SecretsProvider.Passphrase(cipher.Salt);
        var coding = SecretCoding.With(cipher);
        if (checkpoint.Forms.Salt != cipher.Salt)
        {
            // The state was encrypted under another key; the journal must not mix two.
            checkpoint = checkpoint with { Secrets = provider, Forms = new OriginalForms { Salt = cipher.Salt }, HasDeployment = true };
            store.Save(checkpoint, coding);
        }

        var start = host.Time.GetUtcNow();
        var facts = RunFacts.CollectAsync(_invocation, _context.Project?.Directory ?? _invocation.WorkingDirectory);
        DeploymentResult result;
        await using (var journal = new RunJournal(store, held.Take(), provider, coding, checkpoint.Forms))
        {
            result = await DeployAsync(isPreview: false, journal, _options).ConfigureAwait(false);
            var (message, environment) = await facts.ConfigureAwait(false);
            await journal.CompleteAsync(
                checkpoint with { Snapshot = result.Snapshot, Secrets = provider, HasDeployment = true },
                coding,
                files => Record(files, result, start, message, environment)).ConfigureAwait(false);
        }

        if (_kind == OperationKind.Destroy && !result.Failed)
            AfterDestroy(result);
        if (_kind == OperationKind.Import && !result.Failed)
            PrintDeclarations(result);
        if (!result.Failed && _invocation.Flags.Switch("expect-no-changes") && HasChanges(result))
            throw new UserErrorException("no changes were expected but changes occurred", ExitCodes.UnexpectedChanges);
        return result.Failed ? 1 : 0;
    }

    private void Record(StackFiles files, DeploymentResult result, DateTimeOffset start, string message, ImmutableSortedDictionary<string, string> environment)
    {
        var now = _invocation.Host.Time.GetUtcNow();
        UpdateHistory.Add(
            files,
            new UpdateRecord
            {
                Kind = _kind switch { OperationKind.Update => "update", OperationKind.Refresh => "refresh", OperationKind.Destroy => "destroy", _ => "resource-import" },
                Start = start,
                End = now,
                Message = message,
                Environment = environment,
                Config = _context.Settings.Config.ToDictionary(entry => entry.Key.ToString(), entry => entry.Value),
                Succeeded = !result.Failed,
                Changes = result.Changes.Where(entry => entry.Value > 0).ToImmutableSortedDictionary(entry => entry.Key.Name(), entry => entry.Value, StringComparer.Ordinal),
            },
            now);
        files.Backup(now);
    }

    /// <summary>Prints declarations of what was imported: without them the next update would delete it.</summary>
    private void PrintDeclarations(DeploymentResult result)
    {
        if (_invocation.Flags.Switch("json") || _invocation.Flags.Text("generate-code") == "false")
            return;
        var known = _checkpoint!.Snapshot.Resources.Select(state => state.Urn).ToHashSet();
        ResourceState[] imported = [.. result.Snapshot.Resources.Where(state => state.Type != Urn.StackType && !Urn.IsDefaultProvider(state.Urn) && !known.Contains(state.Urn))];
        var runtime = (_context.Project ?? _invocation.Project).Runtime;
        if (runtime != "nodejs")
        {
            _invocation.Warn($"no declarations are generated for the runtime {runtime}: declare the imported resources in the program yourself, or the next update deletes them");
            return;
        }

        var code = Import.ImportCode.Write(imported, _options.Imports);

        if (_invocation.Flags.Text("out") is { } file)
        {
            AtomicFile.Write(_invocation.PathOf(file), code);
            return;
        }

        _invocation.Out.Write("Please copy the following code into your Pulumi application. Not doing so\nwill cause Pulumi to report that an update will happen on the next update command.\n\n");
        if (imported.Any(state => state.Protect))
        {
            _invocation.Out.Write("Please note that the imported resources are marked as protected. To destroy them\n" +
                "you will need to remove the `protect` option and run `pulumi update` *before*\nthe destroy will take effect.\n\n");
        }

        _invocation.Out.Write(code);
    }

    private void AfterDestroy(DeploymentResult result)
    {
        if (_invocation.Flags.Switch("json"))
            return;
        if (_invocation.Flags.Switch("exclude-protected") && result.Snapshot.Resources.Length is > 0 and var left)
        {
            _invocation.Out.WriteLine($"All unprotected resources were destroyed. There are still {left} protected resources associated with this stack.");
            return;
        }

        if (_invocation.Flags.Switch("remove") && result.Snapshot.Resources.IsEmpty)
        {
            _context.Store.Files.Remove();
            if (_context.Settings.Exists)
                File.Delete(_context.Settings.Path);
            if (_context.Project is { } project && _invocation.Home.SelectedStack(project) == _context.Stack.Name)
                _invocation.Home.Select(project, null);
            _invocation.Out.WriteLine("The resources in the stack have been deleted, and the stack itself has been removed.");
        }
        else if (result.Snapshot.Resources.IsEmpty)
        {
            _invocation.Out.WriteLine(
                "The resources in the stack have been deleted, but the history and configuration associated with the stack are still maintained. \n" +
                $"If you want to remove the stack completely, run `pulumi stack rm {_context.Stack.Name}`.");
        }
    }

    /// <summary>Saves what <c>--config</c> gives to the stack's settings, as the official CLI does.</summary>
    private static void SaveConfig(Invocation invocation, StackContext context)
    {
        var given = invocation.Flags.List("config");
        if (given.Count == 0)
            return;
        foreach (var pair in given)
        {
            if (pair.Split('=', 2) is not [{ Length: > 0 } name, var value])
                throw new UserErrorException($"could not parse configuration \"{pair.Split('=')[0]}\" of --config; write --config key=value");
            if (!invocation.Flags.Switch("config-path"))
            {
                context.Settings.Set(context.Key(name), new ConfigScalar(value));
                continue;
            }

            var parts = PropertyPath.Strict(name).Steps;
            var key = context.Key(parts[0] as string ?? throw new UserErrorException($"invalid path '{name}': it must begin with the name of a setting"));
            context.Settings.Set(key, ConfigPaths.Set(context.Settings.Config.GetValueOrDefault(key), [.. parts.Skip(1)], new ConfigScalar(value)));
        }

        context.SaveSettings();
    }

    /// <summary>Asks whether to go on; <c>details</c> shows the differences first.</summary>
    private bool Approve()
    {
        var noun = _kind switch { OperationKind.Update => "perform this update", OperationKind.Refresh => "perform this refresh", OperationKind.Destroy => "perform this destroy", _ => "perform this import" };
        while (true)
        {
            _invocation.Out.Write($"Do you want to {noun}? [yes/no/details] ");
            _invocation.Out.Flush();
            switch (_invocation.Host.In.ReadLine()?.Trim().ToLowerInvariant())
            {
                case "yes" or "y":
                    return true;
                case "no" or "n" or null:
                    return false;
                case "details" or "d":
                    _invocation.Out.Write(_details.ToString());
                    break;
                default:
                    _invocation.Out.WriteLine("Please answer yes or no; details shows each difference first.");
                    break;
            }
        }
    }
}
