using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Schema;

namespace Coder.Infra.Sandbox.Kubernetes.Apply;

/// <summary>Removes what an applier gave up from a merged object.</summary>
internal static class Pruning
{
    /// <summary>
    /// Removes fields, unless somebody else owns them or something inside. An element or map entry goes as a whole, with
    /// the defaults in it that nobody owns.
    /// </summary>
    public static void Remove(JsonNode? value, TypeSchema schema, FieldSet given, FieldSet owned)
    {
        foreach (var (element, child) in given.Children)
        {
            var others = owned.Find(element);
            if (value is JsonObject o && element.IsField)
            {
                if (!o.TryGetPropertyValue(element.FieldName, out var field)) continue;
                var type = TypedValue.FieldType(schema, element.FieldName);
                if (child.IsMember && others is null) o.Remove(element.FieldName);
                else Remove(field, type, child, others ?? new FieldSet());
            }
            else if (value is JsonArray list && TypedValue.Elements(list, schema) is { } elements)
            {
                var at = elements.FindIndex(e => e.Element == element);
                if (at < 0) continue;
                var item = elements[at].Item;
                if (child.IsMember && others is null) list.RemoveAt(list.IndexOf(item));
                else Remove(item, schema.Element!, child, others ?? new FieldSet());
            }
        }
    }
}
