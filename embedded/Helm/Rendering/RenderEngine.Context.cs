using System.Text;
using Coder.Infra.Helm.Templates.Execution;
using Coder.Infra.Helm.Templates.Functions;
using Coder.Infra.Helm.Templates.Syntax;
using Coder.Infra.Helm.Templates.Types;

namespace Coder.Infra.Helm.Rendering;

public sealed partial class RenderEngine
{
    /// <summary>The functions that need the engine. <c>tpl</c> makes a context of its own over the caller's templates.</summary>
    private sealed class EngineContext(RenderOptions options, TemplateSet set, Dictionary<string, int> includes) : CallContext
    {
        public const string MarkStart = "HELM_ERR_START";
        public const string MarkEnd = "HELM_ERR_END";

        /// <summary>Helm's own limit on includes of one name inside each other.</summary>
        private const int MaxIncludesOfName = 1000;

        public override string Include(string name, Value data)
        {
            int depth = includes.GetValueOrDefault(name);
            if (depth > MaxIncludesOfName)
                throw new FunctionException($"rendering template has a nested reference name: {name}: unable to execute template");
            includes[name] = depth + 1;
            Limits.Enter();
            try
            {
                var tree = set.Find(name)
                    ?? throw new FunctionException($"template: no template {GoQuote.Quote(name)} associated with template {GoQuote.Quote(RootName)}");
                return Run(set, tree, data, this);
            }
            finally
            {
                Limits.Leave();
                includes[name]--;
            }
        }

        public override string Tpl(string text, Value data)
        {
            var inner = new TemplateSet(set);
            var context = new EngineContext(options, inner, includes) { Time = Time, FillRandom = FillRandom, Limits = Limits };
            Limits.Enter();
            string failure;
            try
            {
                var trees = TemplateCache.Parse(RootName, text);
                inner.Add(trees);
                return Run(inner, trees[RootName], data, context).Replace(NoValue, "", StringComparison.Ordinal);
            }
            catch (TemplateParseException e)
            {
                failure = $"cannot parse template {GoQuote.Quote(text)}: {e.Message}";
            }
            catch (TemplateExecException e)
            {
                failure = $"error during tpl function execution for {GoQuote.Quote(text)}: {e.Message}";
            }
            finally
            {
                Limits.Leave();
            }
            throw new FunctionException(failure);
        }

        private string Run(TemplateSet templates, TemplateTree tree, Value data, CallContext context)
        {
            var output = new StringBuilder();
            Executor.Execute(templates, tree, data, context, output, options.Strict);
            return GoString.Rejoin(output.ToString());
        }

        public override object? Required(string message, object? value)
        {
            return value is not (null or "") ? value : throw new FunctionException(MarkStart + message + MarkEnd);
        }

        public override string Fail(string message) => throw new FunctionException(MarkStart + message + MarkEnd);

        public override Dictionary<string, object?> Lookup(string apiVersion, string kind, string @namespace, string name) =>
            options.Cluster?.Lookup(apiVersion, kind, @namespace, name) ?? [];
    }
}
