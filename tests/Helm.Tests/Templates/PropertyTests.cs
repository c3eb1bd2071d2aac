using Coder.Infra.Helm.Limits;
using Coder.Infra.Helm.Rendering;
using Coder.Infra.Helm.Templates.Execution;
using Coder.Infra.Helm.Templates.Functions;
using Coder.Infra.Helm.Templates.Syntax;
using CsCheck;

namespace Coder.Infra.Helm.Tests.Templates;

public class PropertyTests
{
    private static readonly string[] Pieces =
    [
        "{{", "}}", "{{-", "-}}", "{{ ", " }}", "if ", "else", "end", "range ", "with ", "define \"a\"", "template \"a\"", "block \"b\"",
        "break", "continue", ".", ".Values", ".Values.m", ".x", "$", "$x", ":=", "=", "|", "(", ")", ",", " ", "\n", "\"s\"", "`r`", "'c'",
        "1", "-2", "1.5", "0x1F", "1i", "true", "nil", "/* c */", "print", "index", "text", "é", "\"", "#",
    ];

    /// <summary>Random functions of every kind but those that make keys or run the time out.</summary>
    private static readonly string[] Functions =
    [
        .. FunctionTests.Names.Where(name => !name.StartsWith("gen", StringComparison.Ordinal)
            && name is not ("bcrypt" or "htpasswd" or "derivePassword" or "now" or "ago" or "uuidv4" or "shuffle" or "randInt" or "randBytes" or "encryptAES"
                or "randAlpha" or "randAlphaNum" or "randNumeric" or "randAscii" or "date" or "htmlDate" or "dateInZone" or "date_in_zone" or "htmlDateInZone"))
            .Order(StringComparer.Ordinal),
    ];

    private static Gen<string> Pick(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static readonly Gen<string> Soup = Pick(Pieces).List[0, 30].Select(pieces => string.Concat(pieces));

    private static readonly Gen<string> Literal = Pick(
        "1", "-3", "2.5", "\"text\"", "\"\"", "true", "nil", ".Values.s", ".Values.n", ".Values.l", ".Values.m", ".Values.none", ".", "$", "(list 1 \"a\")",
        "(dict \"k\" 1)", "(until 3)", "'x'", "1i", "(semver \"1.2.3\")", ".Capabilities.KubeVersion", ".Files", ".Chart", "`a.*b`", "\"%d %s %v\"", "\"%[1]x%+v%#v%t\"", "\"%6.2f|%-5q|%U|%c\"", "(toDate \"2006\" \"2020\")");

    private static readonly Gen<string> Call =
        from name in Pick(Functions)
        from arguments in Literal.List[0, 4]
        select $"{name} {string.Join(' ', arguments)}".TrimEnd();

    private static readonly Gen<string> Action =
        from first in Call
        from more in Call.List[0, 2]
        select $"{{{{ {string.Join(" | ", more.Prepend(first))} }}}}";

    private static readonly Gen<string> Whole = Gen.Recursive<string>((depth, inner) => depth > 3
        ? Action
        : Gen.OneOf(
            Action,
            Gen.Const("text\n"),
            inner.Select(x => $"{{{{ if .Values.l }}}}{x}{{{{ else }}}}{x}{{{{ end }}}}"),
            inner.Select(x => $"{{{{- range $i, $e := .Values.l -}}}}{x}{{{{ $i }}}}{{{{ end }}}}"),
            inner.Select(x => $"{{{{ with $y := .Values.m }}}}{x}{{{{ $y.a }}}}{{{{ end }}}}"),
            Gen.Select(inner, inner, (x, y) => x + y)));

    private static Dictionary<string, object?> Values() => new()
    {
        ["s"] = "hello",
        ["n"] = 3.0,
        ["l"] = new List<object?> { "a", 1.0, null },
        ["m"] = new Dictionary<string, object?> { ["a"] = "x", ["b"] = new Dictionary<string, object?> { ["c"] = true } },
    };

    /// <summary>The text, or the error Helm would give; anything else is a fault of ours.</summary>
    private static string Outcome(string template)
    {
        var limits = new RenderLimits { OutputLength = 1 << 20, ListLength = 100_000, Time = TimeSpan.FromSeconds(20) };
        try
        {
            return Template.Render(template, Values(), new RenderOptions { Limits = limits });
        }
        catch (RenderException e)
        {
            return "error: " + e.Message;
        }
    }

    [Fact]
    public void Any_text_is_rendered_or_refused() => Soup.Sample(text => { Outcome(text); }, iter: 1000);

    [Fact]
    public void Any_call_gives_a_result_or_an_error_of_Go() =>
        Whole.Sample(template => Assert.DoesNotMatch("System\\.|Coder\\.Infra|cast object", Outcome(template)), iter: 1000);

    [Fact]
    public void Rendering_is_deterministic() => Whole.Sample(template => Assert.Equal(Outcome(template), Outcome(template)), iter: 200);

    [Fact]
    public void A_parsed_template_prints_back_to_one_that_parses_to_the_same_tree() => Gen.OneOf(Whole, Soup).Sample(
        text =>
        {
            IReadOnlyDictionary<string, TemplateTree> trees;
            try
            {
                trees = Parser.Parse("t", text);
            }
            catch (TemplateParseException)
            {
                return;
            }
            // A block is printed as the call it becomes, so each tree is printed for itself.
            foreach (var tree in trees.Values.Where(tree => tree.Root.Nodes.Count > 0))
            {
                string printed = tree.ToString();
                // Text that holds a delimiter cannot be printed as text.
                if (tree.Root.Nodes.OfType<TextNode>().Any(node => node.Text.Contains("}}", StringComparison.Ordinal)))
                    continue;
                var again = Parser.Parse("t", printed)["t"];
                Assert.Equal(printed, again.ToString());
                Assert.Equal(Shape(tree.Root), Shape(again.Root));
            }
        },
        iter: 1000);

    /// <summary>The shapes of a list's nodes. Texts that a comment stood between are one when they are printed.</summary>
    private static IEnumerable<string> Shapes(IEnumerable<Node> nodes)
    {
        string text = "";
        foreach (var node in nodes)
        {
            if (node is TextNode part)
            {
                text += part.Text;
                continue;
            }
            if (text.Length > 0)
                yield return $"Text<{text}>";
            text = "";
            yield return Shape(node);
        }
        if (text.Length > 0)
            yield return $"Text<{text}>";
    }

    /// <summary>The kinds of the nodes and their texts, without places.</summary>
    private static string Shape(Node node) => node switch
    {
        ListNode list => $"[{string.Join(',', Shapes(list.Nodes))}]",
        BranchNode branch => $"{branch.Kind}({Shape(branch.Pipe)},{Shape(branch.List)},{(branch.Else == null ? "" : Shape(branch.Else))})",
        ActionNode action => $"Action({Shape(action.Pipe)})",
        PipeNode pipe => $"Pipe({string.Join(',', pipe.Declarations.Select(Shape))},{pipe.IsAssign},{string.Join('|', pipe.Commands.Select(Shape))})",
        CommandNode command => $"({string.Join(' ', command.Arguments.Select(Shape))})",
        ChainNode chain => $"Chain({Shape(chain.Operand)},{string.Join('.', chain.Fields)})",
        TemplateNode template => $"Template({template.Name},{(template.Pipe == null ? "" : Shape(template.Pipe))})",
        _ => $"{node.GetType().Name}<{node}>",
    };
}
