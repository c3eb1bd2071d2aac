using System.Globalization;
using System.Text;
using Coder.Infra.Helm.Templates.Formatting;
using Coder.Infra.Helm.Templates.Functions;
using Coder.Infra.Helm.Templates.Syntax;
using Coder.Infra.Helm.Templates.Types;

namespace Coder.Infra.Helm.Templates.Execution;

/// <summary>
/// Executes a template as Go's text/template does. The node last looked at is kept, because errors name its place: where
/// it is set below is part of the language's behaviour.
/// </summary>
internal sealed partial class Executor
{
    private readonly TemplateSet _set;
    private readonly CallContext _context;
    private readonly StringBuilder _output;
    private readonly bool _strict;
    private readonly VariableStack _variables = new();
    private TemplateTree _tree;
    private Node? _node;
    private int _depth;
    private int _frame;

    private Executor(TemplateSet set, TemplateTree tree, CallContext context, StringBuilder output, bool strict)
    {
        _set = set;
        _tree = tree;
        _context = context;
        _output = output;
        _strict = strict;
    }

    /// <summary>Whether and how the list of nodes is left early.</summary>
    private enum Flow
    {
        Next,
        Break,
        Continue,
    }

    /// <summary>Executes a template with its dot and appends what it prints.</summary>
    /// <param name="set">The templates it may call.</param>
    /// <param name="tree">The template.</param>
    /// <param name="dot">Its dot.</param>
    /// <param name="context">What its functions may use.</param>
    /// <param name="output">Gets the text.</param>
    /// <param name="strict">Whether a missing key of a map is an error (missingkey=error) or nil (missingkey=zero).</param>
    /// <exception cref="TemplateExecException">With Go's message.</exception>
    /// <exception cref="RenderLimitException">A limit was reached.</exception>
    public static void Execute(TemplateSet set, TemplateTree tree, Value dot, CallContext context, StringBuilder output, bool strict)
    {
        var executor = new Executor(set, tree, context, output, strict);
        executor._variables.Push("$", dot);
        executor.WalkList(dot, tree.Root);
    }

    private Flow WalkList(Value dot, ListNode list)
    {
        if (!StackGuard.HasRoom)
            return StackGuard.OnNewStack(() => WalkList(dot, list));
        _context.Limits.Step();
        _node = list;
        foreach (var node in list.Nodes)
        {
            var flow = Walk(dot, node);
            if (flow != Flow.Next)
                return flow;
        }
        return Flow.Next;
    }

    private Flow Walk(Value dot, Node node)
    {
        _node = node;
        switch (node)
        {
            case TextNode text:
                Write(text.Text);
                return Flow.Next;
            case ActionNode action:
                // Variables live on until the next end; an action that declares some prints nothing.
                var value = EvaluatePipeline(dot, action.Pipe);
                if (action.Pipe.Declarations.Count == 0)
                    Print(value);
                return Flow.Next;
            case BranchNode { Kind: BranchKind.Range } range:
                return WalkRange(dot, range);
            case BranchNode branch:
                return WalkIfOrWith(dot, branch);
            case TemplateNode template:
                WalkTemplate(dot, template);
                return Flow.Next;
            case JumpNode jump:
                return jump.IsBreak ? Flow.Break : Flow.Continue;
            default:
                throw Error($"unknown node: {node}");
        }
    }

    private void Write(string text)
    {
        _context.Limits.Step();
        _context.Limits.Write(text.Length);
        _output.Append(text);
    }

    /// <summary>Prints a value as <c>{{value}}</c> does; one that is not valid is "&lt;no value&gt;".</summary>
    private void Print(Value value)
    {
        object? item = value.Item;
        if (item is string text)
        {
            Write(text);
            return;
        }
        if (!value.IsValid)
        {
            Write("<no value>");
            return;
        }
        // A pointer is printed as what it points to; a method of the pointer still counts.
        if (value.IsAddressable && item is GoStruct structure && structure.Type.PointerMethods.TryGetValue("String", out var method))
            item = method.Body(_context, [Value.Of(structure)]).Item;
        else if (item is GoPointer pointer)
            item = pointer.Target;
        Write(GoPrinter.Sprint(_context, item));
    }

    private Flow WalkIfOrWith(Value dot, BranchNode branch)
    {
        int mark = _variables.Count;
        var value = EvaluatePipeline(dot, branch.Pipe);
        var flow = GoValues.IsTrue(value.Item) ? WalkList(branch.Kind == BranchKind.With ? value : dot, branch.List)
            : branch.Else != null ? WalkList(dot, branch.Else)
            : Flow.Next;
        Pop(mark);
        return flow;
    }

    private Flow WalkRange(Value dot, BranchNode range)
    {
        int outer = _variables.Count;
        var value = EvaluatePipeline(dot, range.Pipe);
        object? item = value.Item is GoPointer pointer ? pointer.Target : value.Item;
        bool done = false, ran = false;
        var flow = Flow.Next;
        int mark = _variables.Count;
        if (item == null)
        {
            // A nil or missing value is like an empty map.
        }
        else if (Lists.TryGet(item, out var items))
        {
            for (int i = 0; i < items.Count && !done; i++)
                Iterate(Value.Of((nint)i), Lists.Element(items, i));
        }
        else if (Maps.IsMap(item))
        {
            // The body may change the map; the loop goes over what was in it at the start.
            string[] keys = Maps.SortedKeys(item);
            var elements = Array.ConvertAll(keys, key => Maps.TryGet(item, key, out var element) ? element : default);
            for (int i = 0; i < keys.Length && !done; i++)
                Iterate(Value.Of(keys[i]), elements[i]);
        }
        else if (GoInteger.TryCount(item, out long count, out var make))
        {
            if (range.Pipe.Declarations.Count > 1)
                throw Error($"can't use {GoPrinter.Sprint(_context, item)} to iterate over more than one variable");
            for (long i = 0; i < count && !done; i++)
                Iterate(default, Value.Of(make(i)));
        }
        else
        {
            throw Error($"range can't iterate over {GoPrinter.Sprint(_context, item)}");
        }
        if (!ran && range.Else != null)
            flow = WalkList(dot, range.Else);
        Pop(outer);
        return flow;

        void Iterate(Value index, Value element)
        {
            ran = true;
            SetRangeVariables(range.Pipe, index, element);
            done = WalkList(element, range.List) == Flow.Break;
            Pop(mark);
        }
    }

    private void SetRangeVariables(PipeNode pipe, Value index, Value element)
    {
        var names = pipe.Declarations;
        if (names.Count == 0)
            return;
        if (pipe.IsAssign)
        {
            SetVariable(names[0].Name, names.Count > 1 ? index : element);
            if (names.Count > 1)
                SetVariable(names[1].Name, element);
            return;
        }
        int top = _variables.Count;
        _variables[top - 1] = element;
        if (names.Count > 1)
            _variables[top - 2] = index;
    }

    private void WalkTemplate(Value dot, TemplateNode template)
    {
        _node = template;
        var tree = _set.Find(template.Name) ?? throw Error($"template {GoQuote.Quote(template.Name)} not defined");
        int limit = _context.Limits.Limits.TemplateDepth;
        if (_depth >= limit)
            throw Error("exceeded maximum template depth (" + limit.ToString(CultureInfo.InvariantCulture) + ")");
        // Variables that the pipeline declares live on; the template itself sees none of ours.
        var inner = template.Pipe == null ? default : EvaluatePipeline(dot, template.Pipe);
        var caller = (_tree, _frame);
        int mark = _variables.Count;
        _depth++;
        _tree = tree;
        _frame = mark;
        _variables.Push("$", inner);
        WalkList(inner, tree.Root);
        Pop(mark);
        (_tree, _frame) = caller;
        _depth--;
        _node = template;
    }

    private void Pop(int mark) => _variables.Pop(mark);

    private Value Variable(string name) => _variables[Find(name)];

    private void SetVariable(string name, Value value) => _variables[Find(name)] = value;

    private int Find(string name) => _variables.Find(name, _frame) is >= 0 and var at ? at : throw Error("undefined variable: " + name);

    private TemplateExecException Error(string message) => new(_node == null
        ? $"template: {_tree.Name}: {message}"
        : $"template: {TemplateTree.Locate(_node)}: executing {GoQuote.Quote(_tree.Name)} at <{_node}>: {message}");
}
