namespace Coder.Infra.Engine.Plugins;

/// <summary>How a plugin is started; the engine's address follows as the last argument.</summary>
/// <param name="File">The executable.</param>
/// <param name="Arguments">Arguments before the engine's address.</param>
/// <param name="Directory">The folder it runs in: the program's.</param>
/// <param name="Home">The folder it is in, which the handshake passes to it.</param>
internal sealed record PluginCommand(string File, IReadOnlyList<string> Arguments, string Directory, string Home);
