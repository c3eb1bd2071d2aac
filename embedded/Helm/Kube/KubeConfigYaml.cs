using k8s.KubeConfigModels;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Coder.Infra.Helm.Kube;

/// <summary>
/// Reads kubeconfigs into the client library's model. The library's own reader looks at every model type of the Kubernetes API first, which
/// took a tenth to a quarter of the CPU of a small command.
/// </summary>
static class KubeConfigYaml
{
    static readonly IDeserializer Deserializer = new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .WithAttemptingUnquotedStringTypeDeserialization()
        .IgnoreUnmatchedProperties()
        .Build();

    /// <summary>Reads the content of a kubeconfig, YAML or JSON.</summary>
    /// <exception cref="YamlException">It is malformed.</exception>
    /// <exception cref="k8s.Exceptions.KubeConfigException">It is empty.</exception>
    public static K8SConfiguration Parse(string content) =>
        Deserializer.Deserialize<K8SConfiguration?>(new MergingParser(new Parser(new StringReader(content))))
            ?? throw new k8s.Exceptions.KubeConfigException("it is empty");

    /// <summary>Reads a file. Paths in it are relative to its folder.</summary>
    /// <inheritdoc cref="Parse" path="/exception"/>
    public static K8SConfiguration Load(string path)
    {
        var model = Parse(File.ReadAllText(path));
        model.FileName = System.IO.Path.GetFullPath(path);
        return model;
    }
}
