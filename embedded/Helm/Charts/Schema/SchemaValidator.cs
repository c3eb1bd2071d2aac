using System.Runtime.CompilerServices;

namespace Coder.Infra.Helm.Charts.Schema;

/// <summary>Walks a value along a schema. The order of the checks is that of the library, because it is the order of its messages.</summary>
internal sealed partial class SchemaValidator(SchemaDocument document)
{
    /// <summary>What a subschema has looked at: properties and items that "unevaluated…" has nothing more to say about.</summary>
    private sealed class Evaluated
    {
        public HashSet<string> Properties { get; } = [];

        public HashSet<int> Items { get; } = [];

        public void Add(Evaluated other)
        {
            Properties.UnionWith(other.Properties);
            Items.UnionWith(other.Items);
        }
    }

    /// <summary>One schema held against one value.</summary>
    private sealed class Check(Dictionary<string, object?> schema, object? value, string location)
    {
        public Dictionary<string, object?> Schema { get; } = schema;

        public object? Value { get; } = value;

        public string Location { get; } = location;

        public List<SchemaError> Errors { get; } = [];

        public Evaluated Evaluated { get; } = new();

        public void Add(string message, IReadOnlyList<SchemaError>? causes = null) => Errors.Add(new SchemaError(Location, message, causes ?? []));

        public void Add(SchemaError? error)
        {
            if (error is not null)
                Errors.Add(error);
        }

        public SchemaError? Result() => Errors.Count switch
        {
            0 => null,
            1 => Errors[0],
            _ => SchemaError.Group(Location, Errors),
        };
    }

    public SchemaError? Validate(object? value) => Validate(document.Root, value, "", new Evaluated());

    private SchemaError? Validate(object? schema, object? value, string location, Evaluated evaluated)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new SchemaException("the schema refers to itself without end");
        switch (schema)
        {
            case true:
                return null;
            case false:
                return new SchemaError(location, "false schema", []);
            case Dictionary<string, object?> map:
                var check = new Check(map, value, location);
                var error = Validate(check);
                evaluated.Add(check.Evaluated);
                return error;
            default:
                throw new SchemaException($"a schema must be an object or a boolean, not {Yaml.GoJson.Kind(schema)}");
        }
    }

    private SchemaError? Validate(Check check)
    {
        var schema = check.Schema;
        // Up to draft 7 nothing beside a reference counts.
        bool alone = document.Draft < 2019 && schema.GetValueOrDefault("$ref") is string;
        if (!alone && (WrongType(check) ?? WrongConstant(check) ?? WrongEnum(check) ?? WrongFormat(check)) is { } message)
            return new SchemaError(check.Location, message, []);
        if (schema.GetValueOrDefault("$ref") is string reference)
        {
            check.Add(Reference(check, reference));
            if (alone)
                return check.Result();
        }
        switch (check.Value)
        {
            case Dictionary<string, object?> map: Object(check, map); break;
            case List<object?> list: Array(check, list); break;
            case string text: Text(check, text); break;
            case double or long or int: Number(check, Convert.ToDouble(check.Value, System.Globalization.CultureInfo.InvariantCulture)); break;
        }
        if (document.Draft >= 2019)
        {
            if ((schema.GetValueOrDefault("$dynamicRef") ?? schema.GetValueOrDefault("$recursiveRef")) is string dynamic)
                check.Add(Reference(check, dynamic));
        }
        Conditions(check);
        if (document.Draft >= 2019)
            Unevaluated(check);
        return check.Result();
    }

    private SchemaError? Reference(Check check, string reference)
    {
        var (target, schema) = document.Resolve(reference);
        var validator = target == document ? this : new SchemaValidator(target);
        var error = validator.Validate(schema, check.Value, check.Location, check.Evaluated);
        if (error is null)
            return null;
        return new SchemaError(check.Location, "validation failed", error.IsGroup ? error.Causes : [error]) { IsReference = true };
    }

    private SchemaError? Same(Check check, object? schema, Evaluated? evaluated = null) =>
        Validate(schema, check.Value, check.Location, evaluated ?? check.Evaluated);

    private static string Below(string location, string key) =>
        location + "/" + key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
