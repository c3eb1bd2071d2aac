using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;

namespace Coder.Infra.Engine.Plugins;

/// <summary>
/// Messages that are nested as deeply as the official engine reads them. A level of a property takes three levels of messages,
/// so that the library's own limit of 100 is met by what a schema in a custom resource definition may well have.
/// </summary>
internal static class DeepMessages
{
    private const int MaxDepth = 10_000;

    /// <summary>By the method as it was generated, because a channel keeps what it knows of each method it has met.</summary>
    private static readonly ConcurrentDictionary<IMethod, IMethod> Methods = new();

    /// <summary>The method with messages read as deep as they are.</summary>
    public static Method<TRequest, TResponse> Of<TRequest, TResponse>(Method<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class =>
        (Method<TRequest, TResponse>)Methods.GetOrAdd(method, _ => new Method<TRequest, TResponse>(
            method.Type, method.ServiceName, method.Name, Of(method.RequestMarshaller), Of(method.ResponseMarshaller)));

    /// <summary>The bytes of a message, to be read as deep as it is.</summary>
    public static CodedInputStream Open(byte[] bytes) => CodedInputStream.CreateWithLimits(new MemoryStream(bytes), int.MaxValue, MaxDepth);

    private static Marshaller<T> Of<T>(Marshaller<T> marshaller)
        where T : class =>
        new(marshaller.ContextualSerializer, context =>
        {
            var message = Activator.CreateInstance<T>();
            using var input = Open(context.PayloadAsNewBuffer());
            ((IMessage)message).MergeFrom(input);
            return message;
        });
}

/// <summary>Calls whose answers may be nested as deeply as <see cref="DeepMessages"/> allow.</summary>
internal sealed class DeepCallInvoker(CallInvoker inner) : CallInvoker
{
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        inner.BlockingUnaryCall(DeepMessages.Of(method), host, options, request);

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        inner.AsyncUnaryCall(DeepMessages.Of(method), host, options, request);

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        inner.AsyncServerStreamingCall(DeepMessages.Of(method), host, options, request);

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        inner.AsyncClientStreamingCall(DeepMessages.Of(method), host, options);

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        inner.AsyncDuplexStreamingCall(DeepMessages.Of(method), host, options);
}
