using Coder.Infra.Helm.Releases.Objects;
using Coder.Infra.Helm.Rendering;

namespace Coder.Infra.Helm.Tests.Releases;

public sealed class KindOrderTests
{
    [Fact]
    public void Documents_of_a_kind_are_deleted_in_the_order_of_their_numbers_as_text()
    {
        var names = Enumerable.Range(0, 12).Select(i => $"cm-{i}").ToList();
        Assert.Equal(
            ["cm-0", "cm-1", "cm-10", "cm-11", "cm-2", "cm-3", "cm-4", "cm-5", "cm-6", "cm-7", "cm-8", "cm-9"],
            Heads(names.Select(name => $"kind: ConfigMap\nmetadata: {{name: {name}}}")).Select(h => h.Name));
    }

    [Fact]
    public void Lists_and_webhook_configurations_are_unknown_kinds_which_go_last_by_name()
    {
        Assert.Equal(
            ["APIService", "Service", "ConfigMap", "PriorityClass", "Apple", "List", "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"],
            Heads(["kind: ValidatingWebhookConfiguration", "kind: List\nitems: [{kind: Service}]", "kind: ConfigMap", "kind: Apple", "kind: PriorityClass",
                "kind: MutatingWebhookConfiguration", "kind: Service", "kind: APIService"]).Select(h => h.Kind));
    }

    private static IEnumerable<ManifestHead> Heads(IEnumerable<string> documents) =>
        ManifestText.Split(KindOrder.ForUninstall("---\n" + string.Join("\n---\n", documents))).Select(ManifestHead.Parse);
}
