using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pulumi;

public static partial class Output
{
    /// <summary>The value as JSON text. Outputs inside of the value are awaited; the text is secret or unknown when one of them is.</summary>
    public static Output<string> JsonSerialize<T>(Output<T> output, JsonSerializerOptions? options = null) =>
        new(JsonSerializeAsync(output, options));

    /// <summary>The value that a JSON text tells.</summary>
    public static Output<T> JsonDeserialize<T>(Output<string> output, JsonSerializerOptions? options = null) =>
        output.Apply(json => JsonSerializer.Deserialize<T>(json, options)!);

    private static async Task<OutputData<string>> JsonSerializeAsync<T>(Output<T> output, JsonSerializerOptions? options)
    {
        var joined = await output.DataTask.ConfigureAwait(false);
        if (!joined.IsKnown)
            return OutputData.Unknown<string>(joined.Resources, joined.IsSecret);
        var outputs = new NestedOutputs();
        var nestedOptions = new JsonSerializerOptions(options ?? JsonSerializerOptions.Default);
        nestedOptions.Converters.Add(outputs);

        // Writing does not wait: outputs that are still open are written as null and awaited, then all is written again.
        string json;
        while (true)
        {
            json = JsonSerializer.Serialize(joined.Value, nestedOptions);
            if (outputs.Open.Count == 0)
                break;
            await Task.WhenAll(outputs.Open).ConfigureAwait(false);
            outputs.Restart();
        }

        var result = joined;
        foreach (var data in outputs.Met)
            result = Join(result, data);
        return new OutputData<string>(result.Resources, result.IsKnown ? json : null!, result.IsKnown, result.IsSecret);
    }

    /// <summary>Writes outputs as their values, and remembers which ones it met.</summary>
    private sealed class NestedOutputs : JsonConverterFactory
    {
        private readonly Dictionary<IOutput, Task<OutputData<object?>>> _tasks = new(ReferenceEqualityComparer.Instance);

        public List<Task> Open { get; } = [];

        public List<OutputData<object?>> Met { get; } = [];

        public void Restart()
        {
            Open.Clear();
            Met.Clear();
        }

        public override bool CanConvert(Type typeToConvert) =>
            typeof(IOutput).IsAssignableFrom(typeToConvert) || typeof(IInput).IsAssignableFrom(typeToConvert);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert), this)!;

        private void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options)
        {
            if (value is IInput input)
                value = input.Value;
            if (value is not IOutput output)
            {
                JsonSerializer.Serialize(writer, value, options);
                return;
            }

            if (!_tasks.TryGetValue(output, out var task))
                _tasks[output] = task = output.GetDataAsync();
            if (task.IsCompletedSuccessfully)
            {
                Met.Add(task.Result);
                JsonSerializer.Serialize(writer, task.Result.Value, options);
            }
            else
            {
                Open.Add(task);
                writer.WriteNullValue();
            }
        }

        private sealed class Converter<TValue>(NestedOutputs outputs) : JsonConverter<TValue>
        {
            public override TValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
                throw new NotSupportedException($"A {typeToConvert.Name} cannot be read from JSON.");

            public override void Write(Utf8JsonWriter writer, TValue value, JsonSerializerOptions options) => outputs.Write(writer, value!, options);
        }
    }
}
