using System.Text;
using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Charts;

/// <summary>What a chart's metadata must hold before the chart is used.</summary>
internal static class ChartValidation
{
    /// <summary>Throws <see cref="ChartException"/> for the first rule that is broken.</summary>
    public static void Validate(ChartMetadata metadata)
    {
        Sanitize(metadata);
        if (metadata.ApiVersion.Length == 0)
            throw Invalid("chart.metadata.apiVersion is required");
        if (metadata.Name.Length == 0)
            throw Invalid("chart.metadata.name is required");
        if (metadata.Name is "." or "..")
            throw Invalid($"chart.metadata.name {GoQuote.Quote(metadata.Name)} is not allowed");
        if (metadata.Name != metadata.Name[(metadata.Name.LastIndexOf('/') + 1)..])
            throw Invalid($"chart.metadata.name {GoQuote.Quote(metadata.Name)} is invalid");
        if (metadata.Version.Length == 0)
            throw Invalid("chart.metadata.version is required");
        if (SemVersion.TryParse(metadata.Version) is null)
            throw Invalid($"chart.metadata.version {GoQuote.Quote(metadata.Version)} is invalid");
        if (metadata.Type is not ("" or "application" or "library"))
            throw Invalid("chart.metadata.type must be application or library");
        if (metadata.Maintainers?.Contains(null) == true)
            throw Invalid("maintainers must not contain empty or null nodes");
        CheckDependencies(metadata);
    }

    private static void CheckDependencies(ChartMetadata metadata)
    {
        var names = new HashSet<string>();
        foreach (var dependency in metadata.Dependencies ?? [])
        {
            if (dependency is null)
                throw Invalid("dependencies must not contain empty or null nodes");
            if (dependency.Alias.Length > 0 && !dependency.Alias.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
                throw Invalid($"dependency {GoQuote.Quote(dependency.Name)} has disallowed characters in the alias");
            string name = dependency.Alias.Length > 0 ? dependency.Alias : dependency.Name;
            if (!names.Add(name))
                throw Invalid($"more than one dependency with name or alias {GoQuote.Quote(name)}");
        }
    }

    // Control characters and odd blanks are made spaces or dropped, so that a name cannot play tricks on a terminal.
    private static void Sanitize(ChartMetadata metadata)
    {
        metadata.Name = Clean(metadata.Name);
        metadata.Description = Clean(metadata.Description);
        metadata.Home = Clean(metadata.Home);
        metadata.Icon = Clean(metadata.Icon);
        metadata.Condition = Clean(metadata.Condition);
        metadata.Tags = Clean(metadata.Tags);
        metadata.AppVersion = Clean(metadata.AppVersion);
        metadata.KubeVersion = Clean(metadata.KubeVersion);
        for (int i = 0; i < metadata.Sources?.Count; i++)
            metadata.Sources[i] = Clean(metadata.Sources[i] ?? "");
        for (int i = 0; i < metadata.Keywords?.Count; i++)
            metadata.Keywords[i] = Clean(metadata.Keywords[i] ?? "");
        foreach (var maintainer in metadata.Maintainers ?? [])
        {
            if (maintainer is null)
                continue;
            maintainer.Name = Clean(maintainer.Name);
            maintainer.Email = Clean(maintainer.Email);
            maintainer.Url = Clean(maintainer.Url);
        }
        foreach (var dependency in metadata.Dependencies ?? [])
        {
            if (dependency is null)
                continue;
            dependency.Name = Clean(dependency.Name);
            dependency.Version = Clean(dependency.Version);
            dependency.Repository = Clean(dependency.Repository);
            dependency.Condition = Clean(dependency.Condition);
            for (int i = 0; i < dependency.Tags?.Count; i++)
                dependency.Tags[i] = Clean(dependency.Tags[i] ?? "");
        }
    }

    private static string Clean(string text)
    {
        bool plain = true;
        foreach (char c in text)
            plain &= c is >= ' ' and <= '~';
        if (plain)
            return text;
        // Every space becomes a blank, and what Go cannot print goes: also zero-width and private characters.
        var clean = new StringBuilder();
        foreach (int rune in GoString.Runes(text))
        {
            if (GoUnicode.IsSpace(rune))
                clean.Append(' ');
            else if (GoUnicode.IsPrint(rune))
                clean.AppendRune(rune);
        }
        return clean.ToString();
    }

    private static ChartException Invalid(string rule) => new("validation: " + rule);
}
