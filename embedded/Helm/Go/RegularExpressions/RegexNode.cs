namespace Coder.Infra.Helm.Go.RegularExpressions;

/// <summary>What a regular expression is made of; flags are already resolved into the nodes.</summary>
internal abstract record RegexNode;

/// <summary>One character.</summary>
internal sealed record RegexLiteral(int Rune, bool Fold) : RegexNode;

/// <summary>One character out of a class.</summary>
internal sealed record RegexClass(RuneClass Class, bool Fold) : RegexNode;

/// <summary>Any character, or any but a line break.</summary>
internal sealed record RegexDot(bool MatchesNewLine) : RegexNode;

/// <summary>A place rather than a character, as .NET writes it.</summary>
internal sealed record RegexAnchor(string Pattern) : RegexNode;

/// <summary>One after the other.</summary>
internal sealed record RegexSequence(List<RegexNode> Items) : RegexNode;

/// <summary>One of several, the first that matches.</summary>
internal sealed record RegexAlternation(List<RegexNode> Choices) : RegexNode;

/// <summary>A group; numbered when it captures.</summary>
internal sealed record RegexGroup(RegexNode Inner, bool Captures) : RegexNode;

/// <summary>Repetition; no maximum is -1.</summary>
internal sealed record RegexRepeat(RegexNode Inner, int Min, int Max, bool Lazy) : RegexNode;
