using Coder.Infra.Helm.Templates.Syntax;
using Coder.Infra.Helm.Templates.Types;

namespace Coder.Infra.Helm.Templates.Execution;

/// <summary>Pipelines and commands.</summary>
internal sealed partial class Executor
{
    private Value EvaluatePipeline(Value dot, PipeNode pipe)
    {
        if (!StackGuard.HasRoom)
            return StackGuard.OnNewStack(() => EvaluatePipeline(dot, pipe));
        _node = pipe;
        var value = Value.Missing;
        // Each command gets the previous one's value as its last argument; an interface is looked into on the way.
        foreach (var command in pipe.Commands)
            value = EvaluateCommand(dot, command, value).Unwrapped;
        foreach (var variable in pipe.Declarations)
        {
            if (pipe.IsAssign)
                SetVariable(variable.Name, value);
            else
                _variables.Push(variable.Name, value);
        }
        return value;
    }

    private Value EvaluateCommand(Value dot, CommandNode command, Value final)
    {
        var arguments = command.Arguments;
        var first = arguments[0];
        switch (first)
        {
            case FieldNode field:
                return EvaluateField(dot, field, arguments, final);
            case ChainNode chain:
                return EvaluateChain(dot, chain, arguments, final);
            case IdentifierNode identifier:
                return EvaluateFunction(dot, identifier, command, arguments, final);
            case PipeNode pipe:
                RequireNoArguments(arguments, final);
                return EvaluatePipeline(dot, pipe);
            case VariableNode variable:
                return EvaluateVariable(dot, variable, arguments, final);
        }
        _node = first;
        RequireNoArguments(arguments, final);
        return first switch
        {
            StringNode text => Value.Of(text.Text),
            NumberNode number => IdealConstant(number),
            DotNode => dot,
            BoolNode truth => Value.Of(truth.Value),
            NilNode => throw Error("nil is not a command"),
            _ => throw Error($"can't evaluate command {GoQuote.Quote(first.ToString())}"),
        };
    }

    private Value IdealConstant(NumberNode number)
    {
        _node = number;
        return number.Ideal != null ? Value.Of(number.Ideal) : throw Error(number.Text + " overflows int");
    }

    private void RequireNoArguments(IReadOnlyList<Node>? arguments, Value final)
    {
        if (arguments != null && (arguments.Count > 1 || !final.IsMissing))
            throw Error($"can't give argument to non-function {arguments[0]}");
    }

    private Value EvaluateField(Value dot, FieldNode field, IReadOnlyList<Node>? arguments, Value final)
    {
        _node = field;
        return FollowFields(dot, dot, field, field.Fields, arguments, final);
    }

    private Value EvaluateChain(Value dot, ChainNode chain, IReadOnlyList<Node>? arguments, Value final)
    {
        _node = chain;
        if (chain.Operand is NilNode)
            throw Error($"indirection through explicit nil in {chain}");
        var receiver = EvaluateArgument(dot, null, chain.Operand);
        return FollowFields(dot, receiver, chain, chain.Fields, arguments, final);
    }

    private Value EvaluateVariable(Value dot, VariableNode variable, IReadOnlyList<Node>? arguments, Value final)
    {
        _node = variable;
        var value = Variable(variable.Name);
        if (variable.Fields.Length > 0)
            return FollowFields(dot, value, variable, variable.Fields, arguments, final);
        RequireNoArguments(arguments, final);
        return value;
    }

    /// <summary>.A.B.C: only the last may be a method with arguments.</summary>
    private Value FollowFields(Value dot, Value receiver, Node node, string[] fields, IReadOnlyList<Node>? arguments, Value final)
    {
        for (int i = 0; i < fields.Length - 1; i++)
            receiver = FollowField(dot, fields[i], node, null, Value.Missing, receiver);
        return FollowField(dot, fields[^1], node, arguments, final, receiver);
    }

    private Value FollowField(Value dot, string name, Node node, IReadOnlyList<Node>? arguments, Value final, Value receiver)
    {
        object? item = receiver.Item;
        if (item is Dictionary<string, object?> map)
            return MapElement(map, name, arguments, final, map.TryGetValue(name, out object? element), Value.InInterface(element));
        if (item == null)
        {
            if (receiver.IsInterface)
                throw Error($"nil pointer evaluating {receiver.Type}.{name}");
            return _strict ? throw Error($"nil data; no entry for key {GoQuote.Quote(name)}") : default;
        }
        if (FindMethod(receiver, name, out var self) is { } method)
            return Call(dot, method, node, name, arguments, final, self);
        if (Maps.IsMap(item))
            return MapElement(item, name, arguments, final, Maps.TryGet(item, name, out var found), found);
        var target = (item as GoPointer)?.Target ?? item as GoStruct;
        if (target != null && target.TryGetField(name, out object? value))
        {
            if (arguments is { Count: > 1 } || !final.IsMissing)
                throw Error($"{name} has arguments but cannot be invoked as function");
            return item is GoPointer || receiver.IsAddressable ? Value.AtAddress(value) : Value.Of(value);
        }
        throw Error($"can't evaluate field {name} in type {receiver.Type}");
    }

    private Value MapElement(object map, string name, IReadOnlyList<Node>? arguments, Value final, bool found, Value element)
    {
        if (arguments is { Count: > 1 } || !final.IsMissing)
            throw Error($"{name} is not a method but has arguments");
        if (found)
            return element;
        return _strict ? throw Error($"map has no entry for key {GoQuote.Quote(name)}") : Maps.Zero(map);
    }

    /// <summary>A method of the value, of the struct it points to, or of its address, and what it is called on.</summary>
    private static TemplateFunction? FindMethod(Value receiver, string name, out Value self)
    {
        self = Value.Of(receiver.Item);
        if (receiver.Item is not IGoValue typed)
            return null;
        if (typed.Type.Methods.TryGetValue(name, out var method))
            return method;
        if (receiver.IsAddressable && typed.Type.PointerMethods.TryGetValue(name, out method))
            return method;
        if (typed is not GoPointer { Target: var target })
            return null;
        self = Value.Of(target);
        return target.Type.Methods.TryGetValue(name, out method) || target.Type.PointerMethods.TryGetValue(name, out method)
            ? method
            : null;
    }
}
