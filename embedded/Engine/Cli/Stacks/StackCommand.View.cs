using System.Globalization;
using System.Text;
using Coder.Infra.Engine.Backend;
using Coder.Infra.Engine.Backend.Checkpoints;
using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Display.Text;
using Coder.Infra.Engine.Workspace;
using Coder.Infra.Engine.Workspace.Configuration;

namespace Coder.Infra.Engine.Cli.Stacks;

internal static partial class StackCommand
{
    private static Task<int> HistoryAsync(Invocation invocation)
    {
        var context = StackContext.Current(invocation);
        _ = context.Store.Load(_ => SecretCoding.Masked);
        var all = UpdateHistory.Read(context.Store.Files);
        var numbered = all.Select((record, i) => (Record: record, Version: all.Count - i));
        var page = invocation.Flags.Number("page") ?? 1;
        if (invocation.Flags.Number("page-size") is { } size and > 0)
            numbered = numbered.Skip((page - 1) * size).Take(size);
        if (invocation.Flags.Switch("json"))
            HistoryJson(invocation, context, [.. numbered.Select(entry => entry.Record)]);
        else if (all.Count == 0)
            invocation.Out.WriteLine("Stack has never been updated");
        else
            HistoryText(invocation, [.. numbered]);
        return Task.FromResult(0);
    }

    private static void HistoryText(Invocation invocation, IReadOnlyList<(UpdateRecord Record, int Version)> records)
    {
        var (output, palette, now) = (invocation.Out, invocation.Palette, invocation.Host.Time.GetUtcNow());
        foreach (var (record, version) in records)
        {
            output.WriteLine($"Version: {version}");
            output.WriteLine($"UpdateKind: {record.Kind}");
            var status = $"Status: {(record.Succeeded ? "succeeded" : "failed")}";
            output.WriteLine(record.Succeeded ? palette.Of(Deployment.Model.StepOp.Create, status) : palette.Error(status));
            output.WriteLine($"Message: {record.Message}");
            int Count(string op) => record.Changes?.GetValueOrDefault(op) ?? 0;
            output.WriteLine($"Resource Changes: +{Count("create")} -{Count("delete")} ~{Count("update")}  {Count("same")}");
            var when = invocation.Flags.Switch("full-dates") ? record.Start.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture) : Humanize.Ago(now - record.Start);
            output.WriteLine($"Updated {when} took {(int)(record.End - record.Start).TotalSeconds}s");
            foreach (var (name, value) in record.Environment)
                output.WriteLine($"    {name}: {value}");
            output.WriteLine();
        }
    }

    private static void HistoryJson(Invocation invocation, StackContext context, IReadOnlyList<UpdateRecord> records)
    {
        static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var show = invocation.Flags.Switch("show-secrets");
        var json = new GoJsonWriter("  ");
        json.BeginArray();
        foreach (var record in records)
        {
            json.BeginObject();
            json.Name("kind").String(record.Kind);
            json.Name("startTime").String(Time(record.Start));
            json.Name("message").String(record.Message);
            json.Name("environment").BeginObject();
            foreach (var (name, value) in record.Environment)
                json.Name(name).String(value);
            json.EndObject();
            json.Name("config").BeginObject();
            foreach (var (name, value) in record.Config.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                Settings.ConfigCommand.WriteJson(json.Name(name), value, show ? new Lazy<ConfigNode>(() => value.Decrypt(context.ConfigCipher())) : null);
            json.EndObject();
            json.Name("result").String(record.Succeeded ? "succeeded" : "failed");
            json.Name("endTime").String(Time(record.End));
            json.Name("version").Number(0L);
            if (record.Changes is { } changes)
            {
                json.Name("resourceChanges").BeginObject();
                foreach (var (name, count) in changes)
                    json.Name(name).Number((long)count);
                json.EndObject();
            }

            json.EndObject();
        }

        json.EndArray();
        invocation.Out.WriteLine(json);
    }

    private static Task<int> GraphAsync(Invocation invocation)
    {
        var context = StackContext.Current(invocation);
        var resources = context.Store.Load(_ => SecretCoding.Masked).Snapshot.Resources;
        var ids = new Dictionary<string, string>();
        var graph = new StringBuilder("strict digraph {\n");
        foreach (var state in resources)
        {
            var id = ids[state.Urn] = $"Resource{ids.Count.ToString(CultureInfo.InvariantCulture)}";
            var label = invocation.Flags.Switch("short-node-name") ? Urn.Name(state.Urn) : state.Urn;
            graph.Append(CultureInfo.InvariantCulture, $"    {id} [label=\"{label.Replace("\"", "\\\"", StringComparison.Ordinal)}\"];\n");
        }

        foreach (var state in resources)
        {
            if (!invocation.Flags.Switch("ignore-dependency-edges"))
            {
                foreach (var urn in state.Dependencies.Where(ids.ContainsKey))
                    graph.Append(CultureInfo.InvariantCulture, $"    {ids[state.Urn]} -> {ids[urn]} [color = \"{Quoted("dependency-edge-color", "#246C60")}\"];\n");
            }

            if (!invocation.Flags.Switch("ignore-parent-edges") && ids.TryGetValue(state.Parent, out var parent))
                graph.Append(CultureInfo.InvariantCulture, $"    {ids[state.Urn]} -> {parent} [color = \"{Quoted("parent-edge-color", "#AA6639")}\"];\n");
        }

        if (invocation.Flags.Text("dot-fragment") is { Length: > 0 } fragment)
            graph.Append(fragment).Append('\n');
        AtomicFile.Write(invocation.PathOf(invocation.Arguments[0]), graph.Append("}\n").ToString());
        invocation.Out.WriteLine($"Wrote stack dependency graph to `{invocation.Arguments[0]}`");
        return Task.FromResult(0);

        string Quoted(string flag, string otherwise) =>
            (invocation.Flags.Text(flag) ?? otherwise).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
    }
}
