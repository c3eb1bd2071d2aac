using System.Text.Json;
using Google.Protobuf;
using Pulumirpc;

namespace Coder.Infra.Packages.Tests.Wire;

/// <summary>The calls that a recorded program made to the real engine, with its answers.</summary>
internal sealed class Recording
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public List<(RegisterResourceRequest Request, RegisterResourceResponse Response)> Registered { get; } = [];

    public List<(ReadResourceRequest Request, ReadResourceResponse Response)> Read { get; } = [];

    public List<RegisterResourceOutputsRequest> Outputs { get; } = [];

    public bool Signalled { get; private set; }

    public static Recording Load(string name)
    {
        var recording = new Recording();
        foreach (var line in File.ReadLines(Checkout.Recording("grpc", name + ".jsonl")))
        {
            using var call = JsonDocument.Parse(line);
            var method = call.RootElement.GetProperty("method").GetString()!;
            if (!method.StartsWith("/pulumirpc.ResourceMonitor/", StringComparison.Ordinal) || !call.RootElement.TryGetProperty("response", out var response))
                continue;
            var request = call.RootElement.GetProperty("request").GetRawText();
            switch (method[(method.LastIndexOf('/') + 1)..])
            {
                case "RegisterResource":
                    recording.Registered.Add((Parser.Parse<RegisterResourceRequest>(request), Parser.Parse<RegisterResourceResponse>(response.GetRawText())));
                    break;
                case "ReadResource":
                    recording.Read.Add((Parser.Parse<ReadResourceRequest>(request), Parser.Parse<ReadResourceResponse>(response.GetRawText())));
                    break;
                case "RegisterResourceOutputs":
                    recording.Outputs.Add(Parser.Parse<RegisterResourceOutputsRequest>(request));
                    break;
                case "SignalAndWaitForShutdown":
                    recording.Signalled = true;
                    break;
            }
        }

        return recording;
    }

    /// <summary>Lets the engine answer as it was recorded; what has no answer was registered when the run stopped.</summary>
    public void Play(FakeEngine engine)
    {
        engine.OnRegister = request => Registered.FirstOrDefault(call => call.Request.Type == request.Type && call.Request.Name == request.Name).Response
            ?? throw new Grpc.Core.RpcException(new Grpc.Core.Status(Grpc.Core.StatusCode.Unavailable, "resource monitor shut down while waiting on step's done channel"));
        engine.OnRead = request => Read.First(call => call.Request.Type == request.Type && call.Request.Name == request.Name).Response;
    }
}
