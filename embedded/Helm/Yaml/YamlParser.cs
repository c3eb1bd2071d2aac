using System.Runtime.CompilerServices;

namespace Coder.Infra.Helm.Yaml;

/// <summary>Builds the nodes of the first document, with libyaml's grammar and errors.</summary>
internal sealed partial class YamlParser
{
    private const string CoreTags = "tag:yaml.org,2002:";
    private readonly YamlScanner _scanner;
    private readonly Dictionary<string, YamlNode> _anchors = [];
    private Dictionary<string, string>? _tagHandles;

    private YamlParser(string text) => _scanner = new YamlScanner(text);

    /// <summary>The root of the first document, or null where there is none.</summary>
    public static YamlNode? ParseFirst(string text) => new YamlParser(text).Document();

    private YamlNode? Document()
    {
        _scanner.Take();
        var token = _scanner.Peek();
        if (token.Kind == YamlTokenKind.StreamEnd)
            return null;
        if (token.Kind is YamlTokenKind.VersionDirective or YamlTokenKind.TagDirective or YamlTokenKind.DocumentStart)
        {
            Directives();
            token = _scanner.Peek();
            if (token.Kind != YamlTokenKind.DocumentStart)
                throw Error("did not find expected <document start>", token.Start);
            _scanner.Take();
            token = _scanner.Peek();
            if (token.Kind is YamlTokenKind.VersionDirective or YamlTokenKind.TagDirective or YamlTokenKind.DocumentStart or YamlTokenKind.DocumentEnd or YamlTokenKind.StreamEnd)
                return Empty();
        }
        var root = Node(block: true, indentless: false);
        // The end of the document has to be seen: what follows the root may not scan.
        _scanner.Peek();
        return root;
    }

    private void Directives()
    {
        bool version = false;
        while (_scanner.Peek() is { Kind: YamlTokenKind.VersionDirective or YamlTokenKind.TagDirective } token)
        {
            if (token.Kind == YamlTokenKind.VersionDirective)
            {
                if (version)
                    throw Error("found duplicate %YAML directive", token.Start);
                if (token.Value != "1.1")
                    throw Error("found incompatible YAML document", token.Start);
                version = true;
            }
            else if (!(_tagHandles ??= []).TryAdd(token.Value, token.Suffix))
            {
                throw Error("found duplicate %TAG directive", token.Start);
            }
            _scanner.Take();
        }
    }

    private YamlNode Node(bool block, bool indentless)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new YamlException("yaml: exceeded max depth");
        var token = _scanner.Peek();
        var start = token.Start;
        if (token.Kind == YamlTokenKind.Alias)
        {
            _scanner.Take();
            if (!_anchors.TryGetValue(token.Value, out var target))
                throw new YamlException($"yaml: unknown anchor '{token.Value}' referenced");
            return new YamlNode(YamlNodeKind.Alias) { Value = token.Value, Target = target };
        }
        var (anchor, tag) = Properties();
        token = _scanner.Peek();
        if (indentless && token.Kind == YamlTokenKind.BlockEntry)
            return IndentlessSequence(Anchored(anchor, new YamlNode(YamlNodeKind.Sequence) { Tag = tag }));
        switch (token.Kind)
        {
            case YamlTokenKind.Scalar:
                _scanner.Take();
                bool plain = (tag.Length == 0 && token.Plain) || tag == "!";
                return Anchored(anchor, new YamlNode(YamlNodeKind.Scalar) { Value = token.Value, Tag = tag, Implicit = plain });
            case YamlTokenKind.FlowSequenceStart:
                return FlowSequence(Anchored(anchor, new YamlNode(YamlNodeKind.Sequence) { Tag = tag }));
            case YamlTokenKind.FlowMappingStart:
                return FlowMapping(Anchored(anchor, new YamlNode(YamlNodeKind.Mapping) { Tag = tag }));
            case YamlTokenKind.BlockSequenceStart when block:
                return BlockSequence(Anchored(anchor, new YamlNode(YamlNodeKind.Sequence) { Tag = tag }));
            case YamlTokenKind.BlockMappingStart when block:
                return BlockMapping(Anchored(anchor, new YamlNode(YamlNodeKind.Mapping) { Tag = tag }));
        }
        if (anchor.Length > 0 || tag.Length > 0)
            return Anchored(anchor, new YamlNode(YamlNodeKind.Scalar) { Tag = tag, Implicit = tag.Length == 0 });
        throw Error("did not find expected node content", token.Start, start);
    }

    private (string Anchor, string Tag) Properties()
    {
        string anchor = "", tag = "";
        bool tagged = false;
        while (true)
        {
            var token = _scanner.Peek();
            if (token.Kind == YamlTokenKind.Anchor && anchor.Length == 0)
            {
                anchor = token.Value;
            }
            else if (token.Kind == YamlTokenKind.Tag && !tagged)
            {
                tag = FullTag(token);
                tagged = true;
            }
            else
            {
                return (anchor, tag);
            }
            _scanner.Take();
        }
    }

    private string FullTag(YamlToken token)
    {
        if (token.Value.Length == 0)
            return token.Suffix;
        if (_tagHandles is not null && _tagHandles.TryGetValue(token.Value, out string? prefix))
            return prefix + token.Suffix;
        return token.Value switch
        {
            "!" => "!" + token.Suffix,
            "!!" => CoreTags + token.Suffix,
            _ => throw Error("found undefined tag handle", token.Start),
        };
    }

    private YamlNode Anchored(string anchor, YamlNode node)
    {
        if (anchor.Length > 0)
            _anchors[anchor] = node;
        return node;
    }

    private static YamlNode Empty() => new(YamlNodeKind.Scalar) { Implicit = true };

    // The Go port shows a parser's line counted from 0, and the context's line where the problem is on the first one.
    private static YamlException Error(string problem, YamlMark mark, YamlMark context = default) =>
        YamlScanner.Failure(problem, mark.Line != 0 ? mark.Line : context.Line);
}
