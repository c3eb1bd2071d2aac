using System.Text.Json.Nodes;

namespace Coder.Infra.EndToEnd;

[Collection(EndToEndCollection.Name)]
public sealed class DnsTests
{
    [Fact]
    public async Task A_record_that_somebody_changed_is_seen_by_refresh_and_mended_by_up()
    {
        await using var project = new TestProject();
        await project.RunAsync("up", "--yes");
        await project.RunAsync("sandbox", "dns-record", "eu.coder.localhost", "203.0.113.99");
        Assert.Equal("pending", (string?)Assert.Single(await project.ProvidersAsync())!["status"]);

        var drift = await project.RunAsync("refresh", "--yes", "--diff");
        Assert.Contains("203.0.113.99", drift);
        Assert.Contains("~ 1 updated", drift);

        var mended = await project.RunAsync("up", "--yes");
        Assert.Contains("coder-infra:index:DnsRecord dns updated", mended);
        Assert.Equal("ready", (string?)Assert.Single(await project.ProvidersAsync())!["status"]);

        // Gone altogether: recreated.
        await project.RunAsync("sandbox", "dns-record", "eu.coder.localhost");
        await project.RunAsync("refresh", "--yes");
        await project.RunAsync("up", "--yes");
        Assert.Equal("ready", (string?)Assert.Single(await project.ProvidersAsync())!["status"]);
    }

    [Fact]
    public async Task External_dns_writes_the_record_from_annotations_on_the_ingress()
    {
        await using var project = new TestProject(("dns", "{mode: externalDns, ttl: 30}"));
        await project.RunAsync("sandbox", "start");
        await project.RunAsync("sandbox", "install", "external-dns");

        var up = await project.RunAsync("up", "--yes");

        Assert.Contains("status         : \"ready\"", up);
        Assert.DoesNotContain("DnsRecord", up);
        var zone = Path.Combine(project.Folder, ".sandbox", "zone");
        Assert.Contains("eu.coder.localhost. 30 A ", File.ReadAllText(zone));
        await project.RunAsync("destroy", "--yes");
        while (File.ReadAllText(zone).Contains("eu.coder.localhost."))
            await Task.Yield();
    }

    [Fact]
    public async Task A_person_is_told_the_record_and_the_admission_waits_for_it()
    {
        await using var project = new TestProject(("dns", "manual"), ("timeouts", "{admission: 2s}"));

        var failed = await project.FailAsync("up", "--yes");
        Assert.Contains("Create this DNS record", failed);
        Assert.Contains("eu.coder.localhost. 60 IN A 203.0.113.", failed);
        Assert.Contains("the host name eu.coder.localhost does not resolve", failed);

        var ingress = await project.GetAsync("/apis/networking.k8s.io/v1/namespaces/coder-eu/ingresses/web-ingress");
        var address = (string)ingress!["status"]!["loadBalancer"]!["ingress"]![0]!["ip"]!;
        await project.RunAsync("sandbox", "dns-record", "eu.coder.localhost", address);
        Assert.Contains("status         : \"ready\"", await project.RunAsync("up", "--yes"));
        var outputs = JsonNode.Parse(await project.RunAsync("stack", "output", "--json"))!;
        Assert.Equal($"eu.coder.localhost. 60 IN A {address}", (string?)outputs["dnsRecord"]);
    }
}
