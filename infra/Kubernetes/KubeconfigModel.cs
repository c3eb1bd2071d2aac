using k8s.Exceptions;
using k8s.KubeConfigModels;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Coder.Infra.Kubernetes;

/// <summary>
/// Reads a kubeconfig into the client library's model. The library's own reader looks at every model type of the Kubernetes API first, which
/// took a quarter of the program's CPU in a small stack.
/// </summary>
internal static class KubeconfigModel
{
    private static readonly IDeserializer Deserializer = new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .WithAttemptingUnquotedStringTypeDeserialization()
        .IgnoreUnmatchedProperties()
        .Build();

    /// <summary>Reads the content of a kubeconfig, YAML or JSON.</summary>
    /// <exception cref="YamlException">It is malformed.</exception>
    /// <exception cref="KubeConfigException">It is empty.</exception>
    public static K8SConfiguration Parse(string content) =>
        Deserializer.Deserialize<K8SConfiguration?>(new MergingParser(new Parser(new StringReader(content)))) ?? throw new KubeConfigException("it is empty.");

    /// <summary>Reads a file. Paths in it are relative to its folder.</summary>
    /// <exception cref="YamlException">It is malformed.</exception>
    /// <exception cref="KubeConfigException">It is not there, or empty.</exception>
    public static K8SConfiguration Load(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            throw new KubeConfigException($"kubeconfig file not found at {file.FullName}");
        var model = Parse(File.ReadAllText(path));
        model.FileName = file.FullName;
        return model;
    }
}
