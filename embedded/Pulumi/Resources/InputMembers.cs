using System.Collections.Concurrent;
using System.Reflection;

namespace Pulumi;

/// <summary>One argument: its name on the wire, its value, and whether it travels as JSON text.</summary>
internal readonly record struct InputMember(string Name, object? Value, bool Json);

/// <summary>Reads the members marked <see cref="InputAttribute"/>; each type is looked at once.</summary>
internal static class InputMembers
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly ConcurrentDictionary<Type, Member[]> Cache = new();

    /// <summary>The marked members of an object with their values.</summary>
    /// <exception cref="ArgumentNullException">A required one is not set.</exception>
    public static IEnumerable<InputMember> Read(InputArgs args, Action<Type, string> validate)
    {
        var members = Cache.GetOrAdd(args.GetType(), static (type, validate) => Find(type, validate), validate);
        foreach (var member in members)
        {
            var value = member.Get(args);
            if (value is null && member.Attribute.IsRequired)
                throw new ArgumentNullException(member.Name, $"{args.GetType().FullName}: the required argument '{member.Name}' is not set.");
            yield return new InputMember(member.Attribute.Name, value, member.Attribute.Json);
        }
    }

    private static Member[] Find(Type type, Action<Type, string> validate)
    {
        var members = new List<Member>();
        for (var t = type; t is not null && t != typeof(InputArgs); t = t.BaseType)
        {
            // Secrets stand in private fields, their properties add the secrecy; so both fields and properties are looked at.
            foreach (var field in t.GetFields(Declared))
            {
                if (field.GetCustomAttribute<InputAttribute>() is { } attribute)
                    Add(attribute, field.FieldType, field.Name, field.GetValue);
            }

            foreach (var property in t.GetProperties(Declared))
            {
                if (property.GetCustomAttribute<InputAttribute>() is { } attribute)
                    Add(attribute, property.PropertyType, property.Name, property.GetValue);
            }
        }

        return members.ToArray();

        void Add(InputAttribute attribute, Type memberType, string name, Func<object, object?> get)
        {
            validate(memberType, $"{type.FullName}.{name}");
            members.Add(new Member(attribute, name, get));
        }
    }

    private sealed record Member(InputAttribute Attribute, string Name, Func<object, object?> Get);
}
