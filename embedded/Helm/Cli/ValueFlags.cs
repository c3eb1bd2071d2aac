using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Cli;

/// <summary>The values that <c>-f</c> and the <c>--set…</c> flags give together, in Helm's order.</summary>
internal static class ValueFlags
{
    public static async Task<Dictionary<string, object?>> MergeAsync(FlagSet flags, CancellationToken cancellation)
    {
        var values = new Dictionary<string, object?>();
        foreach (string path in flags.List("values"))
        {
            byte[] yaml = await ReadAsync(path, cancellation);
            try
            {
                values = ChartValues.Overlay(values, YamlText.UnmarshalMap(yaml) ?? []);
            }
            catch (YamlException e)
            {
                throw new CommandException($"failed to parse {path}: {e.Message}", e);
            }
        }
        Set(flags, "set-json", SetMode.Json, values);
        Set(flags, "set", SetMode.Typed, values);
        Set(flags, "set-string", SetMode.Text, values);
        Set(flags, "set-file", SetMode.File, values);
        Set(flags, "set-literal", SetMode.Literal, values);
        return values;
    }

    private static void Set(FlagSet flags, string flag, SetMode mode, Dictionary<string, object?> values)
    {
        foreach (string argument in flags.List(flag))
        {
            try
            {
                SetSyntax.ParseInto(argument, values, mode, path => GoString.FromBytes(ReadFile(path)));
            }
            catch (Exception e) when (e is SetSyntaxException or CommandException)
            {
                throw new CommandException(mode == SetMode.Json ? $"failed parsing --set-json data {argument}" : $"failed parsing --{flag} data: {e.Message}", e);
            }
        }
    }

    private static async Task<byte[]> ReadAsync(string path, CancellationToken cancellation)
    {
        if (path.Trim() == "-")
        {
            using var input = new MemoryStream();
            await Console.OpenStandardInput().CopyToAsync(input, cancellation);
            return input.ToArray();
        }
        if (path.StartsWith("http://", StringComparison.Ordinal) || path.StartsWith("https://", StringComparison.Ordinal))
            return await ChartDownload.GetAsync(new ChartReference(path), path, cancellation);
        return ReadFile(path);
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandException($"open {path}: no such file or directory", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new CommandException(Directory.Exists(path) ? $"read {path}: is a directory" : $"open {path}: permission denied", e);
        }
    }
}
