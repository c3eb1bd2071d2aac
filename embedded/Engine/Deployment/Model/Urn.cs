namespace Coder.Infra.Engine.Deployment.Model;

/// <summary>Unique names of resources: <c>urn:pulumi:stack::project::parentType$type::name</c>.</summary>
internal static class Urn
{
    /// <summary>The type of a stack's root resource.</summary>
    public const string StackType = "pulumi:pulumi:Stack";

    /// <summary>What the type of a provider resource begins with.</summary>
    public const string ProviderPrefix = "pulumi:providers:";

    /// <summary>The URN of a resource; the types of its parents, but for the stack, are part of it.</summary>
    public static string Make(string stack, string project, string parent, string type, string name)
    {
        var parentType = parent.Length == 0 ? "" : QualifiedType(parent);
        var qualified = parentType is "" or StackType ? type : $"{parentType}${type}";
        return $"urn:pulumi:{stack}::{project}::{qualified}::{name}";
    }

    /// <summary>The stack.</summary>
    public static string Stack(string urn) => Part(urn, 0) is var head && head.StartsWith("urn:pulumi:", StringComparison.Ordinal) ? head["urn:pulumi:".Length..] : "";

    /// <summary>The project.</summary>
    public static string Project(string urn) => Part(urn, 1);

    /// <summary>The name a program gave the resource.</summary>
    public static string Name(string urn) => Part(urn, 3);

    /// <summary>The type with the types of the parents before it.</summary>
    public static string QualifiedType(string urn) => Part(urn, 2);

    /// <summary>The resource's own type.</summary>
    public static string Type(string urn)
    {
        var qualified = QualifiedType(urn);
        return qualified[(qualified.LastIndexOf('$') + 1)..];
    }

    /// <summary>The package of a type token; of a provider type, the package it provides.</summary>
    public static string Package(string type) =>
        IsProviderType(type) ? type[ProviderPrefix.Length..] : type.Split(':')[0];

    /// <summary>Whether the type is that of a provider.</summary>
    public static bool IsProviderType(string type) => type.StartsWith(ProviderPrefix, StringComparison.Ordinal);

    /// <summary>Whether the URN is that of a provider which the engine made because the program named none.</summary>
    public static bool IsDefaultProvider(string urn) =>
        urn.Length > 0 && IsProviderType(Type(urn)) && Name(urn) is var name && (name == "default" || name.StartsWith("default_", StringComparison.Ordinal));

    private static string Part(string urn, int index)
    {
        // The name may hold "::" itself.
        var parts = urn.Split("::", 4);
        return parts.Length > index ? parts[index] : "";
    }
}
