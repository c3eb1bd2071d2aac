using System.Text.Json.Nodes;
using Coder.Infra.Releases;

namespace Coder.Infra.Resources.Tests.Releases;

public sealed class FieldOwnersTests
{
    [Theory]
    [InlineData("kube-controller-manager")]
    [InlineData("cloud-controller-manager")]
    [InlineData("aws-load-balancer-controller")]
    [InlineData("prometheus-operator")]
    [InlineData("cert-manager-cainjector")]
    [InlineData("cert-manager-certificates-issuing")]
    [InlineData("kube-webhook-certgen")]
    [InlineData("vpa-recommender")]
    [InlineData("keda-operator")]
    [InlineData("manager")]
    [InlineData("pulumi-kubernetes-7f3a")]
    [InlineData("external-dns")]
    public void Programs_that_manage_objects_on_their_own_are_controllers(string manager) => Assert.True(Owners(manager).IsControllers(Replicas));

    [Theory]
    [InlineData("kubectl")]
    [InlineData("kubectl-edit")]
    [InlineData("kubectl-client-side-apply")]
    [InlineData("helm")]
    [InlineData("Helm")]
    [InlineData("pulumi-resource-kubernetes")]
    [InlineData("Mozilla")]
    [InlineData("dashboard")]
    [InlineData("k9s")]
    [InlineData("node-fetch")]
    [InlineData("curl")]
    [InlineData("fix-it-script")]
    public void Tools_and_unknown_names_are_persons(string manager) => Assert.False(Owners(manager).IsControllers(Replicas));

    [Fact]
    public void A_field_is_a_controllers_only_where_all_its_owners_are()
    {
        Assert.False(Owners("keda", "kubectl").IsControllers(Replicas));
        Assert.False(Owners().IsControllers(Replicas));
    }

    [Theory]
    [InlineData("""{"f:spec":{"f:ports":{"k:{\"port\":80,\"protocol\":\"TCP\"}":{"f:nodePort":{}}}}}""", true)]
    [InlineData("""{"f:spec":{"f:ports":{"k:{\"port\":81,\"protocol\":\"TCP\"}":{"f:nodePort":{}}}}}""", false)]
    [InlineData("""{"f:spec":{"f:ports":{"i:0":{"f:nodePort":{}}}}}""", true)]
    [InlineData("""{"f:spec":{"f:ports":{}}}""", true)]
    [InlineData("""{"f:spec":{"f:type":{}}}""", false)]
    [InlineData("""{"f:spec":{"f:ports":{"k:not json":{"f:nodePort":{}}}}}""", false)]
    public void Elements_are_found_by_their_key_or_place_and_an_owner_of_the_whole_list_owns_them(string fields, bool owned)
    {
        var element = JsonNode.Parse("""{"port":80,"nodePort":30080}""");
        var live = Live(("kube-controller-manager", fields));

        Assert.Equal(owned, new FieldOwners(live).IsControllers(FieldPath.Root.To("spec").To("ports").To("80", element, 0).To("nodePort")));
    }

    [Fact]
    public void Elements_of_a_set_are_found_by_their_value()
    {
        var live = Live(("kube-controller-manager", """{"f:metadata":{"f:finalizers":{"v:\"a/b\"":{}}}}"""));
        var list = FieldPath.Root.To("metadata").To("finalizers");

        Assert.True(new FieldOwners(live).IsControllers(list.To("0", JsonValue.Create("a/b"), 0)));
        Assert.False(new FieldOwners(live).IsControllers(list.To("1", JsonValue.Create("c"), 1)));
    }

    private static FieldPath Replicas => FieldPath.Root.To("spec").To("replicas");

    private static FieldOwners Owners(params string[] managers) => new(Live([.. managers.Select(manager => (manager, """{"f:spec":{"f:replicas":{}}}"""))]));

    private static JsonObject Live(params (string Manager, string Fields)[] sets) => new()
    {
        ["metadata"] = new JsonObject { ["managedFields"] = new JsonArray([.. sets.Select(set => new JsonObject { ["manager"] = set.Manager, ["fieldsV1"] = JsonNode.Parse(set.Fields) })]) },
    };
}
