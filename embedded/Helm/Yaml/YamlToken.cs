namespace Coder.Infra.Helm.Yaml;

/// <summary>A place in the text; line and column count from 0, as in libyaml.</summary>
internal readonly record struct YamlMark(int Index, int Line, int Column);

internal enum YamlTokenKind
{
    StreamStart,
    StreamEnd,
    VersionDirective,
    TagDirective,
    DocumentStart,
    DocumentEnd,
    BlockSequenceStart,
    BlockMappingStart,
    BlockEnd,
    FlowSequenceStart,
    FlowSequenceEnd,
    FlowMappingStart,
    FlowMappingEnd,
    BlockEntry,
    FlowEntry,
    Key,
    Value,
    Alias,
    Anchor,
    Tag,
    Scalar,
}

/// <summary>A token. Value is a scalar's text, an anchor's name or a tag's handle; Suffix a tag's rest or a directive's prefix.</summary>
internal sealed record YamlToken(YamlTokenKind Kind, YamlMark Start, YamlMark End, string Value = "", string Suffix = "", bool Plain = false);
