using System.Text;
using Coder.Infra.Engine.Backend;
using Coder.Infra.Engine.Backend.Checkpoints;
using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Workspace;
using Coder.Infra.Engine.Workspace.Secrets;

namespace Coder.Infra.Engine.Cli.Stacks;

internal static partial class StackCommand
{
    private static Task<int> ExportAsync(Invocation invocation)
    {
        var context = StackContext.Current(invocation);
        var plain = invocation.Flags.Switch("show-secrets");
        Func<SecretsProvider?, SecretCoding> secrets = plain ? context.Secrets.Coding : _ => SecretCoding.Sealed;
        var checkpoint = invocation.Flags.Text("version") is { } version ? Past(context, version, secrets) : context.Store.Load(secrets);
        var text = CheckpointJson.Export(checkpoint, plain ? SecretCoding.Plain : SecretCoding.Sealed);
        if (invocation.Flags.Text("file") is { } file)
            AtomicFile.Write(invocation.PathOf(file), text + "\n");
        else
            invocation.Out.WriteLine(text);
        return Task.FromResult(0);
    }

    private static Checkpoint Past(StackContext context, string version, Func<SecretsProvider?, SecretCoding> secrets)
    {
        var files = context.Store.Files;
        var all = Directory.Exists(files.History) ? Directory.EnumerateFiles(files.History, "*.checkpoint.json").Order(StringComparer.Ordinal).ToArray() : [];
        return int.TryParse(version, out var number) && number >= 1 && number <= all.Length
            ? files.Parse(() => File.ReadAllBytes(all[number - 1]), secrets)
            : throw new UserErrorException($"stack '{context.Stack.Name}' has no version '{version}'; its versions are 1 to {all.Length}, see `pulumi stack history`");
    }

    private static Task<int> ImportAsync(Invocation invocation)
    {
        var context = StackContext.Current(invocation);
        var (bytes, source) = invocation.Flags.Text("file") is { } file
            ? (invocation.Read(file), file)
            : (Encoding.UTF8.GetBytes(invocation.Host.In.ReadToEnd()), "standard input");
        Checkpoint imported;
        try
        {
            imported = CheckpointJson.ReadExport(context.Stack.FullName, bytes, provider =>
                provider is not null ? context.Secrets.Coding(provider) : SecretCoding.With(context.Secrets.Require(context.State())));
        }
        catch (CheckpointException e)
        {
            throw new UserErrorException($"could not read the deployment from {source}: {e.Message}. Nothing has been changed.");
        }

        RefuseForeign(invocation, context, imported);
        foreach (var operation in imported.Snapshot.PendingOperations)
            invocation.Warn($"removing pending operation '{CheckpointJson.Name(operation.Type)}' on '{operation.Resource.Urn}' from snapshot");
        using (context.Store.Lock())
        {
            var (provider, coding) = imported.Secrets is { } own
                ? (own, context.Secrets.Coding(own))
                : context.Secrets.Require(context.State()) is var cipher ? (SecretsProvider.Passphrase(cipher.Salt), SecretCoding.With(cipher)) : default;
            var written = imported with { HasDeployment = true, Secrets = provider, Snapshot = imported.Snapshot with { PendingOperations = [] } };
            context.Store.Save(written, coding);
        }

        invocation.Out.WriteLine("Import complete.");
        return Task.FromResult(0);
    }

    private static void RefuseForeign(Invocation invocation, StackContext context, Checkpoint imported)
    {
        var problems = new List<string>();
        foreach (var urn in imported.Snapshot.Resources.Select(state => state.Urn))
        {
            if (Urn.Stack(urn) != context.Stack.Name)
                problems.Add($"resource '{urn}' is from a different stack ({Urn.Stack(urn)} != {context.Stack.Name})");
            else if (Urn.Project(urn) != context.Stack.Project)
                problems.Add($"resource '{urn}' is from a different project ({Urn.Project(urn)} != {context.Stack.Project})");
        }

        if (problems.Count == 0)
            return;
        if (!invocation.Flags.Switch("force"))
            throw new UserErrorException($"importing this file could be dangerous; rerun with --force to proceed anyway:\n{string.Join("\n", problems.Select(problem => "  - " + problem))}");
        problems.ForEach(invocation.Warn);
    }

    private static Task<int> ChangeSecretsProviderAsync(Invocation invocation)
    {
        RequirePassphraseProvider(invocation.Arguments[0]);
        var context = StackContext.Current(invocation);
        using var held = context.Store.Lock();
        var checkpoint = context.Store.Files.Load(context.Secrets.Coding);
        var old = context.Secrets.Existing(checkpoint.Secrets);
        var settings = context.Settings.Config.Where(entry => entry.Value.HasSecrets).Select(entry => (entry.Key, Value: entry.Value)).ToArray();
        var plain = settings.Select(entry => (entry.Key, entry.Value, Opened: entry.Value.Map(secret => new PlainSecret(old!.Decrypt(secret.Ciphertext))))).ToArray();
        var cipher = PassphraseCipher.Create(NewPassphrase(invocation));
        foreach (var (key, _, opened) in plain)
            context.Settings.Set(key, Seal(opened, cipher));
        context.Settings.SetSecretsProvider(null);
        context.Settings.SetEncryptionSalt(cipher.Salt);
        if (checkpoint.HasDeployment)
            context.Store.Save(checkpoint with { Secrets = SecretsProvider.Passphrase(cipher.Salt), Forms = new OriginalForms { Salt = cipher.Salt } }, SecretCoding.With(cipher));
        context.Settings.Save();
        return Task.FromResult(0);
    }

    private static Workspace.Configuration.ConfigNode Seal(Workspace.Configuration.ConfigNode value, IValueCipher cipher) => value switch
    {
        PlainSecret secret => new Workspace.Configuration.ConfigSecret(cipher.Encrypt(secret.Text)),
        Workspace.Configuration.ConfigObject map => new Workspace.Configuration.ConfigObject([.. map.Entries.Select(entry => KeyValuePair.Create(entry.Key, Seal(entry.Value, cipher)))]),
        Workspace.Configuration.ConfigArray list => new Workspace.Configuration.ConfigArray([.. list.Items.Select(item => Seal(item, cipher))]),
        _ => value,
    };

    private static string NewPassphrase(Invocation invocation)
    {
        if (invocation.IsInteractive)
        {
            var first = invocation.Ask("Enter your new passphrase to protect config/secrets: ");
            return first is not null && invocation.Ask("Re-enter your passphrase to confirm: ") == first
                ? first
                : throw new UserErrorException("the passphrases do not match");
        }

        return invocation.Host.IsInputRedirected && invocation.Host.In.ReadToEnd().TrimEnd('\r', '\n') is { Length: > 0 } piped
            ? piped
            : throw new UserErrorException("the new passphrase must be given on standard input, as in: echo NEW | pulumi stack change-secrets-provider passphrase");
    }

    /// <summary>A secret between two keys; never written.</summary>
    private sealed record PlainSecret(string Text) : Workspace.Configuration.ConfigNode
    {
        public override string ToString() => "[secret]";
    }
}
