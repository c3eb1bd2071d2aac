using System.Reflection;
using Coder.Infra.Engine.Plugins;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace Coder.Infra.Engine.Deployment.Monitor;

/// <summary>
/// The unary methods of a generated service, with requests that may be nested as deeply as <see cref="DeepMessages"/> allow.
/// Stands for the server's own discovery, which offers no way to change how messages are read.
/// </summary>
internal sealed class DeepServiceMethods<TService> : IServiceMethodProvider<TService>
    where TService : class
{
    /// <inheritdoc/>
    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<TService> context)
    {
        var binding = typeof(TService).BaseType!.GetCustomAttribute<BindServiceMethodAttribute>(inherit: true)
            ?? throw new InvalidOperationException($"{typeof(TService)} is no generated service.");
        binding.BindType
            .GetMethod(binding.BindMethodName, BindingFlags.Public | BindingFlags.Static, [typeof(ServiceBinderBase), typeof(TService).BaseType!])!
            .Invoke(null, [new Binder(context), null]);
    }

    private sealed class Binder(ServiceMethodProviderContext<TService> context) : ServiceBinderBase
    {
        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
        {
            var invoke = typeof(TService).GetMethod(method.Name, [typeof(TRequest), typeof(ServerCallContext)])!
                .CreateDelegate<UnaryServerMethod<TService, TRequest, TResponse>>();
            context.AddUnaryMethod(DeepMessages.Of(method), [], invoke);
        }
    }
}
