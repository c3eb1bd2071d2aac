namespace Coder.Infra.Sandbox.Kubernetes.Base;

/// <summary>Files that only their owner reads.</summary>
internal static class PrivateFile
{
    public static FileStream Create(string path, int bufferSize = 1 << 16)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = bufferSize };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    public static void Write(string path, string text)
    {
        using var file = Create(path);
        file.Write(System.Text.Encoding.UTF8.GetBytes(text));
    }
}
