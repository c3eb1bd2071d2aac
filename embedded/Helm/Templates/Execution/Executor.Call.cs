using Coder.Infra.Helm.Templates.Functions;
using Coder.Infra.Helm.Templates.Syntax;
using Coder.Infra.Helm.Templates.Types;

namespace Coder.Infra.Helm.Templates.Execution;

/// <summary>Calls of functions and methods, and their arguments.</summary>
internal sealed partial class Executor
{
    private Value EvaluateFunction(Value dot, IdentifierNode identifier, Node command, IReadOnlyList<Node>? arguments, Value final)
    {
        _node = identifier;
        return Call(dot, identifier.Function, command, identifier.Name, arguments, final, Value.Missing);
    }

    /// <param name="dot">The dot.</param>
    /// <param name="function">What is called.</param>
    /// <param name="node">The node that an error of the call names.</param>
    /// <param name="name">The name it is called by.</param>
    /// <param name="nodes">The arguments after the function itself, which is the first node; null means none.</param>
    /// <param name="final">The value of the previous command in the pipeline.</param>
    /// <param name="self">A method's receiver.</param>
    private Value Call(Value dot, TemplateFunction function, Node node, string name, IReadOnlyList<Node>? nodes, Value final, Value self)
    {
        int given = nodes == null ? 0 : nodes.Count - 1;
        int count = final.IsMissing ? given : given + 1;
        var parameters = function.Parameters;
        int fixedCount = function.IsVariadic ? parameters.Length - 1 : given;
        if (function.IsVariadic ? count < fixedCount : count != parameters.Length)
        {
            throw Error(function.IsVariadic
                ? $"wrong number of args for {name}: want at least {parameters.Length - 1} got {given}"
                : $"wrong number of args for {name}: want {parameters.Length} got {count}");
        }
        if (function.SignatureError is { } problem)
            throw Error(problem);
        if (function.Form is FunctionForm.And or FunctionForm.Or)
            return ShortCircuit(dot, function.Form == FunctionForm.Or, nodes, final);

        int first = self.IsMissing ? 0 : 1;
        var arguments = new Value[first + count];
        if (first == 1)
            arguments[0] = self;
        for (int i = 0; i < given; i++)
            arguments[first + i] = EvaluateArgument(dot, parameters[Math.Min(i, parameters.Length - 1)], nodes![i + 1]);
        if (!final.IsMissing)
            arguments[first + given] = Validate(final, parameters[Math.Min(given, parameters.Length - 1)]);
        if (function.Form == FunctionForm.Call)
            return CallValue(node, arguments, given > 0 ? nodes![1].ToString() : Describe(final.Item));
        return Invoke(function, node, name, arguments);
    }

    private Value Invoke(TemplateFunction function, Node node, string name, Value[] arguments)
    {
        _context.Limits.Step();
        string failure;
        try
        {
            var result = function.Body(_context, arguments);
            if (result.Item is string text)
                _context.Limits.CheckLength(text.Length);
            return result;
        }
        catch (Exception e) when (e is not (RenderLimitException or OperationCanceledException))
        {
            // As Go recovers a panic of a function and takes it for its error.
            failure = e.Message;
        }
        // Thrown here and not inside the catch, whose frame would stay on the stack: errors come through many levels of include.
        _node = node;
        throw Error($"error calling {name}: {failure}");
    }

    /// <summary><c>and</c> and <c>or</c> evaluate arguments only until one decides.</summary>
    private Value ShortCircuit(Value dot, bool stopAt, IReadOnlyList<Node>? nodes, Value final)
    {
        var value = default(Value);
        for (int i = 1; i < (nodes?.Count ?? 0); i++)
        {
            value = EvaluateArgument(dot, GoType.ReflectValue, nodes![i]);
            if (GoValues.IsTrue(value.Item) == stopAt)
                return value;
        }
        return final.IsMissing ? value : Validate(final, GoType.ReflectValue);
    }

    /// <summary><c>call</c> wants a value that is a function; values in Helm's templates never are.</summary>
    private TemplateExecException NotCallable(Node node, string message)
    {
        _node = node;
        return Error("error calling call: " + message);
    }

    private Value CallValue(Node node, Value[] arguments, string callee) => arguments[0].Item == null
        ? throw NotCallable(node, "call of nil")
        : throw NotCallable(node, $"non-function {callee} of type {arguments[0].Unwrapped.Type}");

    /// <summary>Go's <c>reflect.Value.String</c>.</summary>
    private static string Describe(object? value) => value as string ?? $"<{GoType.Of(value)} Value>";

    private Value EvaluateArgument(Value dot, GoType? type, Node node)
    {
        _node = node;
        switch (node)
        {
            case FieldNode field:
                return Validate(EvaluateField(dot, field, null, Value.Missing), type);
            case PipeNode pipe:
                return Validate(EvaluatePipeline(dot, pipe), type);
            case VariableNode variable:
                return Validate(EvaluateVariable(dot, variable, null, Value.Missing), type);
            case DotNode:
                return Validate(dot, type);
            case IdentifierNode identifier:
                return Validate(EvaluateFunction(dot, identifier, identifier, null, Value.Missing), type);
            case ChainNode chain:
                return Validate(EvaluateChain(dot, chain, null, Value.Missing), type);
            case NilNode:
                return type!.CanBeNil ? Zero(type) : throw Error($"cannot assign nil to {type}");
        }
        var number = node as NumberNode;
        switch (type!.Kind)
        {
            case GoKind.String:
                return node is StringNode text ? Value.Of(text.Text) : throw Error($"expected string; found {node}");
            case GoKind.Interface or GoKind.Struct when type.Kind == GoKind.Interface || type == GoType.ReflectValue:
                return node switch
                {
                    StringNode literal => Value.Of(literal.Text),
                    NumberNode ideal => IdealConstant(ideal),
                    BoolNode truth => Value.Of(truth.Value),
                    _ => throw Error($"can't handle assignment of {node} to empty interface argument"),
                };
            case GoKind.Int or GoKind.Int64 or GoKind.Int32:
                return number?.Int is { } whole ? Value.Of(GoInteger.OfType(whole, type)) : throw Error($"expected integer; found {node}");
            case GoKind.Uint64 or GoKind.Uint32 or GoKind.Uint8:
                return number?.Uint is { } natural ? Value.Of(natural) : throw Error($"expected unsigned integer; found {node}");
            case GoKind.Float64:
                return number?.Float is { } real ? Value.Of(real) : throw Error($"expected float; found {node}");
            case GoKind.Complex128:
                return number?.Complex is { } complex ? Value.Of(complex) : throw Error($"expected complex; found {node}");
            case GoKind.Bool:
                return node is BoolNode boolean ? Value.Of(boolean.Value) : throw Error($"expected bool; found {node}");
        }
        throw Error($"can't handle {node} for arg of type {type}");
    }

    /// <summary>The value as one of the parameter's type; null wants any type.</summary>
    private Value Validate(Value value, GoType? type)
    {
        if (type == null || type == GoType.ReflectValue)
            return value;
        if (!value.IsValid)
            return type.CanBeNil ? Zero(type) : throw Error($"invalid value; expected {type}");
        if (type.Kind == GoKind.Interface)
            return Value.Of(value.Item);
        object? item = value.Item;
        var actual = GoType.Of(item);
        if (actual == type)
            return value;
        if (actual != null && type.Accepts(actual))
            return Value.Of(item is IGoContainer container && !type.IsNamed ? container.Content : item);
        if (item is GoPointer pointer && pointer.Target.Type == type)
            return Value.Of(pointer.Target);
        throw Error($"wrong type for value; expected {type}; got {actual ?? GoType.Any}");
    }

    /// <summary>The zero value of a type that can be nil.</summary>
    private static Value Zero(GoType type) => type.Kind switch
    {
        GoKind.Map => Value.Of(NilMap.Instance),
        GoKind.Slice when type == GoType.StringList => Value.Of(NilStringList.Instance),
        GoKind.Slice => Value.Of(NilList.Instance),
        _ => default,
    };
}
