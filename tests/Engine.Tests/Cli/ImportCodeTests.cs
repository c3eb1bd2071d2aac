using Coder.Infra.Engine.Cli.Operations.Import;
using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Tests.Cli;

public class ImportCodeTests
{
    private static readonly ResourceState Secret = new()
    {
        Urn = "urn:pulumi:dev::p::kubernetes:core/v1:Secret::my-secret",
        Type = "kubernetes:core/v1:Secret",
        Custom = true,
        Protect = true,
        Inputs = PropertyMap.Of(
            ("apiVersion", "v1"),
            ("immutable", true),
            ("metadata", PropertyMap.Of(("name", "s"), ("labels", PropertyMap.Of(("app.kubernetes.io/name", "x"))))),
            ("stringData", PropertyMap.Of(("token", new SecretValue("t0p"))))),
    };

    [Fact]
    public void TypeScript_declares_what_was_imported_and_takes_secrets_from_the_settings() => Assert.Equal(
        """
        import * as pulumi from "@pulumi/pulumi";
        import * as kubernetes from "@pulumi/kubernetes";

        const mySecret = new kubernetes.core.v1.Secret("my-secret", {
            apiVersion: "v1",
            immutable: true,
            metadata: {
                labels: {
                    "app.kubernetes.io/name": "x",
                },
                name: "s",
            },
            stringData: {
                token: new pulumi.Config().requireSecret("my-secret-stringData-token"),
            },
        }, {
            protect: true,
        });

        """.ReplaceLineEndings("\n"),
        ImportCode.Write([Secret], []));

    [Theory]
    [InlineData("kubernetes:networking.k8s.io/v1:Ingress", "kubernetes.networking.v1.Ingress")]
    [InlineData("kubernetes:helm.sh/v3:Release", "kubernetes.helm.v3.Release")]
    [InlineData("tls:index/privateKey:PrivateKey", "tls.PrivateKey")]
    [InlineData("aws:s3/bucket:Bucket", "aws.s3.Bucket")]
    [InlineData("coder-infra:index:Registration", "coder_infra.Registration")]
    public void Classes_are_found_where_packages_have_them(string type, string expected) => Assert.Contains(
        $"new {expected}(\"x\", {{}})",
        ImportCode.Write([new ResourceState { Urn = $"urn:pulumi:dev::p::{type}::x", Type = type, Custom = true }], []));

    [Fact]
    public void Variables_are_called_by_names_that_the_language_allows_each_only_once()
    {
        ResourceState Named(string name) => new() { Urn = $"urn:pulumi:dev::p::tls:index/privateKey:PrivateKey::{name}", Type = "tls:index/privateKey:PrivateKey", Custom = true };
        var code = ImportCode.Write([Named("default"), Named("my.key"), Named("my-key"), Named("9")], []);
        foreach (var variable in new[] { "defaultResource", "myKey", "myKey2", "resource9" })
            Assert.Contains($"const {variable} = new ", code);
    }

    [Fact]
    public void Variables_are_called_as_the_import_file_names_them()
    {
        var request = new ImportRequest(Secret.Type, "my-secret", "x") { Key = "variable" };
        Assert.Contains("const variable = new kubernetes.core.v1.Secret(\"my-secret\", {", ImportCode.Write([Secret], [request]));
    }
}
