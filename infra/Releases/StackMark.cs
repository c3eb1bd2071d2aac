using System.Text.Json.Nodes;
using Coder.Infra.Kubernetes;

namespace Coder.Infra.Releases;

/// <summary>
/// An annotation of the chart's deployment that names the stack. A release whose values hold no token is known by it as the stack's own, from its
/// first record on: Helm keeps the description only once an operation has ended.
/// </summary>
internal static class StackMark
{
    private const string Annotation = "coder-infra/stack";

    /// <summary>Puts the mark among the values, where nothing of the user's can take its place.</summary>
    /// <param name="values">The values of a chart of Coder v2.</param>
    /// <param name="stack">The stack, as <c>project/stack</c>.</param>
    public static void Set(JsonObject values, string stack) => values.Object("coder").Object("annotations")[Annotation] = stack;

    /// <summary>Whether a stack made the revision.</summary>
    public static bool IsOwn(HelmRecord record, string stack) => stack.Length > 0 && record.Values.Text("coder", "annotations", Annotation) == stack;
}
