using System.Text.Json.Nodes;
using Coder.Infra.Helm.Releases.Merging;
using CsCheck;

namespace Coder.Infra.Helm.Tests.Releases;

/// <summary>Patches as kubectl and Helm make them (<c>strategicpatch.CreateThreeWayMergePatch</c>).</summary>
public sealed class MergingTests
{
    [Theory]
    // What is as wanted needs no patch, whatever the server added.
    [InlineData("{spec:{replicas:1}}", "{spec:{replicas:1}}", "{spec:{replicas:1,paused:false},status:{}}", "{}")]
    // A change in the manifest, and a change by hand.
    [InlineData("{spec:{replicas:1}}", "{spec:{replicas:2}}", "{spec:{replicas:1}}", "{spec:{replicas:2}}")]
    [InlineData("{spec:{replicas:1}}", "{spec:{replicas:1}}", "{spec:{replicas:5}}", "{spec:{replicas:1}}")]
    // What left the manifest is removed, what others added stays.
    [InlineData("{metadata:{labels:{a:'1',b:'2'}}}", "{metadata:{labels:{a:'1'}}}", "{metadata:{labels:{a:'1',b:'2',c:'3'}}}", "{metadata:{labels:{b:null}}}")]
    // Finalizers are united.
    [InlineData("{metadata:{finalizers:['a','b']}}", "{metadata:{finalizers:['a','c']}}", "{metadata:{finalizers:['a','b','x']}}",
        "{metadata:{finalizers:['c'],'$deleteFromPrimitiveList/finalizers':['b'],'$setElementOrder/finalizers':['a','c']}}")]
    public void Maps_are_merged_field_by_field(string old, string wanted, string live, string patch) => AssertPatch("apps", "Deployment", old, wanted, live, patch);

    [Theory]
    // An image changes; a sidecar that was put in by others stays.
    [InlineData("[{name:'a',image:'1'}]", "[{name:'a',image:'2'}]", "[{name:'a',image:'1'},{name:'sidecar'}]",
        "{'$setElementOrder/containers':[{name:'a'}],containers:[{image:'2',name:'a'}]}")]
    // A container leaves the manifest.
    [InlineData("[{name:'a'},{name:'b'}]", "[{name:'a'}]", "[{name:'a'},{name:'b'}]",
        "{'$setElementOrder/containers':[{name:'a'}],containers:[{'$patch':'delete',name:'b'}]}")]
    // A variable changes inside of a container.
    [InlineData("[{name:'a',env:[{name:'X',value:'1'},{name:'Y',value:'1'}]}]", "[{name:'a',env:[{name:'X',value:'2'}]}]", "[{name:'a',env:[{name:'X',value:'1'},{name:'Y',value:'1'}]}]",
        "{'$setElementOrder/containers':[{name:'a'}],containers:[{'$setElementOrder/env':[{name:'X'}],env:[{name:'X',value:'2'},{'$patch':'delete',name:'Y'}],name:'a'}]}")]
    // A list that became empty: the API server refuses an order of nothing.
    [InlineData("[{name:'a',env:[{name:'X',value:'1'}]}]", "[{name:'a',env:[]}]", "[{name:'a',env:[{name:'X',value:'1'}]}]",
        "{'$setElementOrder/containers':[{name:'a'}],containers:[{env:[{'$patch':'delete',name:'X'}],name:'a'}]}")]
    // Lists without a key are replaced.
    [InlineData("[{name:'a',args:['x','y']}]", "[{name:'a',args:['x']}]", "[{name:'a',args:['x','y']}]",
        "{'$setElementOrder/containers':[{name:'a'}],containers:[{args:['x'],name:'a'}]}")]
    public void Containers_are_merged_by_name(string old, string wanted, string live, string patch)
    {
        static string Pod(string containers) => $"{{spec:{{template:{{spec:{{containers:{containers}}}}}}}}}";
        AssertPatch("apps", "Deployment", Pod(old), Pod(wanted), Pod(live), $"{{spec:{{template:{{spec:{patch}}}}}}}");
    }

    [Fact]
    public void A_union_keeps_only_what_is_wanted()
        => AssertPatch("apps", "Deployment",
            "{spec:{strategy:{type:'RollingUpdate',rollingUpdate:{maxSurge:1}}}}", "{spec:{strategy:{type:'Recreate'}}}",
            "{spec:{strategy:{type:'RollingUpdate',rollingUpdate:{maxSurge:1,maxUnavailable:0}}}}",
            "{spec:{strategy:{type:'Recreate',rollingUpdate:null,'$retainKeys':['type']}}}");

    [Fact]
    public void Ports_that_share_a_number_are_paired_in_order()
        => AssertPatch("", "Service",
            "{spec:{ports:[{port:53,protocol:'UDP'},{port:53,protocol:'TCP'}]}}", "{spec:{ports:[{port:53,protocol:'UDP'},{port:53,protocol:'TCP'}]}}",
            "{spec:{ports:[{port:53,protocol:'UDP'},{port:53,protocol:'TCP'}],clusterIP:'10.0.0.1'}}", "{}");

    [Fact]
    public void Kinds_outside_kubernetes_have_no_merge_rules()
    {
        Assert.Null(BuiltinTypes.Find("example.com", "Deployment"));
        Assert.NotNull(BuiltinTypes.Find("", "ConfigMap"));
        Assert.NotNull(BuiltinTypes.Find("rbac.authorization.k8s.io", "Role"));
    }

    [Fact]
    public void A_custom_resource_is_patched_by_what_changed_in_the_manifest()
    {
        Assert.Equal("""{"b":2,"d":{"x":null}}""", JsonMerge.Patch(Parse("{a:1,b:1,d:{x:1,y:1}}"), Parse("{a:1,b:2,d:{y:1}}")).ToJsonString());
        Assert.Equal("""{"a":1,"d":null}""", JsonMerge.ThreeWay(Parse("{a:1,d:1,gone:1}"), Parse("{a:1}"), Parse("{a:7,d:1,extra:1}")).ToJsonString());
    }

    static readonly Gen<JsonObject> GenObject = Gen.Recursive<JsonNode?>((depth, self) => depth > 3
        ? Gen.Int[0, 3].Select(i => (JsonNode?)JsonValue.Create(i))
        : Gen.OneOf(
            Gen.Int[0, 3].Select(i => (JsonNode?)JsonValue.Create(i)),
            self.Array[0, 3].Select(items => (JsonNode?)new JsonArray([.. items.Select(i => i?.DeepClone())])),
            Gen.Select(Gen.Char['a', 'd'].Select(c => c.ToString()), self).Array[0, 3].Select(fields => (JsonNode?)Map(fields))))
        .Select(node => node as JsonObject ?? new JsonObject { ["a"] = node?.DeepClone() });

    [Fact]
    public void A_merge_patch_from_old_to_new_makes_the_new_one()
        => Gen.Select(GenObject, GenObject).Sample((old, wanted) =>
            Assert.True(JsonNode.DeepEquals(wanted, Apply(old, JsonMerge.Patch(Clone(old), Clone(wanted)))),
                $"{old.ToJsonString()} to {wanted.ToJsonString()}"), iter: 500);

    [Fact]
    public void After_a_three_way_patch_nothing_is_left_to_patch()
        => Gen.Select(GenObject, GenObject, GenObject).Sample((old, wanted, live) =>
        {
            var after = Apply(live, StrategicMerge.Patch(Clone(old), Clone(wanted), Clone(live), PatchType.Plain));
            Assert.Empty(StrategicMerge.Patch(Clone(wanted), Clone(wanted), Clone(after), PatchType.Plain));
        }, iter: 500);

    static void AssertPatch(string group, string kind, string old, string wanted, string live, string patch)
    {
        var made = StrategicMerge.Patch(Parse(old), Parse(wanted), Parse(live), BuiltinTypes.Find(group, kind)!);
        Assert.True(JsonNode.DeepEquals(Parse(patch), made), made.ToJsonString());
    }

    /// <summary>RFC 7386.</summary>
    static JsonObject Apply(JsonObject target, JsonObject patch)
    {
        var result = Clone(target);
        foreach (var (key, value) in patch)
        {
            if (value is null)
                result.Remove(key);
            else if (value is JsonObject map)
                result[key] = Apply(result[key] as JsonObject ?? [], map);
            else
                result[key] = value.DeepClone();
        }
        return result;
    }

    static JsonObject Map((string Key, JsonNode? Value)[] fields)
        => new(fields.DistinctBy(f => f.Key).Select(f => KeyValuePair.Create(f.Key, f.Value?.DeepClone())));

    // As it comes from the wire, where every number is a number of JSON.
    static JsonObject Clone(JsonObject value) => JsonNode.Parse(value.ToJsonString())!.AsObject();

    /// <summary>JSON without the quotes around keys, and single ones elsewhere.</summary>
    static JsonObject Parse(string text)
        => JsonNode.Parse(System.Text.RegularExpressions.Regex.Replace(text.Replace('\'', '"'), @"([{,])([a-zA-Z]+):", "$1\"$2\":"))!.AsObject();
}
