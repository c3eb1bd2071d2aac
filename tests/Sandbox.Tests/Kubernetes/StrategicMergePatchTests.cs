using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Patching;
using Coder.Infra.Sandbox.Kubernetes.Schema;

namespace Coder.Infra.Sandbox.Tests.Kubernetes;

/// <summary>Strategic merge patches, with the results of apimachinery's <c>strategicpatch.StrategicMergePatch</c>.</summary>
public sealed class StrategicMergePatchTests
{
    static readonly TypeSchema Pod = SchemaSet.ReadEmbedded().Find("v1", "Pod");

    [Theory]
    // What the patch does not name keeps its place before what it stood before.
    [InlineData("containers:[{name:'sidecar'},{name:'c',image:'1'}]", "'$setElementOrder/containers':[{name:'c'}],containers:[{name:'c',image:'2'}]",
        "containers:[{name:'sidecar'},{name:'c',image:'2'}]")]
    [InlineData("containers:[{name:'a'},{name:'sidecar'},{name:'c'},{name:'b'}]", "'$setElementOrder/containers':[{name:'b'},{name:'a'},{name:'c'}]",
        "containers:[{name:'sidecar'},{name:'b'},{name:'a'},{name:'c'}]")]
    // New elements come in the patch's order.
    [InlineData("containers:[{name:'a'}]", "containers:[{name:'n'},{name:'a',image:'1'}]", "containers:[{name:'n'},{name:'a',image:'1'}]")]
    // Elements are deleted by their key; the rest of a union goes.
    [InlineData("volumes:[{name:'v',emptyDir:{}},{name:'w'}]", "volumes:[{name:'v','$retainKeys':['name','secret'],secret:{secretName:'s'}},{name:'w','$patch':'delete'}]",
        "volumes:[{name:'v',secret:{secretName:'s'}}]")]
    // A list without a key is replaced, an object is not unless it says so.
    [InlineData("nodeSelector:{a:'1'},tolerations:[{key:'k'}]", "nodeSelector:{b:'2'},tolerations:[{key:'l'}]", "nodeSelector:{a:'1',b:'2'},tolerations:[{key:'l'}]")]
    [InlineData("nodeSelector:{a:'1'}", "nodeSelector:{'$patch':'replace',b:'2'}", "nodeSelector:{b:'2'}")]
    public void Lists_are_merged_by_key_and_keep_their_order(string live, string patch, string result) => Check($"{{spec:{{{live}}}}}", $"{{spec:{{{patch}}}}}", $"{{spec:{{{result}}}}}");

    [Fact]
    public void Plain_values_are_united_and_taken_out() => Check(
        "{metadata:{finalizers:['a','b','x']}}",
        "{metadata:{finalizers:['c'],'$deleteFromPrimitiveList/finalizers':['b'],'$setElementOrder/finalizers':['a','c']}}",
        "{metadata:{finalizers:['a','c','x']}}");

    static void Check(string live, string patch, string result) =>
        Assert.Equal(Parse(result).ToJsonString(), StrategicMergePatch.Apply(Parse(live), Parse(patch), Pod).ToJsonString());

    /// <summary>JSON with single quotes and bare names.</summary>
    static JsonObject Parse(string text) =>
        JsonNode.Parse(System.Text.RegularExpressions.Regex.Replace(text.Replace('\'', '"'), @"(?<=[{,])(\w+):", "\"$1\":"))!.AsObject();
}
