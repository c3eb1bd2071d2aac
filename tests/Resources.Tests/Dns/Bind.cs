using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Coder.Infra.Settings;

namespace Coder.Infra.Resources.Tests.Dns;

/// <summary>A test against BIND 9; skipped, with a word, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BindFactAttribute : FactAttribute
{
    public BindFactAttribute()
    {
        if (Bind.Executable is null)
            Skip = "BIND 9 (named) is not installed.";
    }
}

/// <summary>
/// A BIND 9 name server of its own, on a free loopback port, with one zone and keys for updates: a primary, or the secondary
/// of another, which forwards updates to it.
/// </summary>
internal sealed class Bind(Bind? primary = null) : IAsyncDisposable
{
    public const string Zone = "coder.example.com";
    public const string Secret = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private readonly string _folder = Directory.CreateTempSubdirectory("bind-").FullName;
    private Process? _process;

    public static string? Executable { get; } = new[] { "/usr/sbin/named", "/usr/local/sbin/named", "/usr/bin/named" }.FirstOrDefault(File.Exists);

    public int Port { get; } = FreePort();

    /// <summary>A secondary that is notified of changes at once; others ask when the zone's refresh time is up.</summary>
    public Bind? Notified { get; set; }

    /// <summary>More lines of the zone; broken ones keep it from being served.</summary>
    public string MoreRecords { get; set; } = "";

    /// <summary>What the server is updated with: a key of each algorithm.</summary>
    public DnsSettings Settings(string algorithm = "hmac-sha256") => new("127.0.0.1", Port, Zone, $"key-{algorithm}", algorithm, Secret, 30);

    public async Task StartAsync()
    {
        Write("named.conf", $$"""
            options {
              directory "{{_folder}}";
              listen-on port {{Port}} { 127.0.0.1; };
              listen-on-v6 { none; };
              pid-file none;
              session-keyfile "{{_folder}}/session.key";
              managed-keys-directory "{{_folder}}";
              recursion no;
              dnssec-validation no;
              allow-query { any; };
            };
            controls { };
            key "key-hmac-sha256" { algorithm hmac-sha256; secret "{{Secret}}"; };
            key "key-hmac-sha512" { algorithm hmac-sha512; secret "{{Secret}}"; };
            key "key-readonly" { algorithm hmac-sha256; secret "{{Secret}}"; };
            zone "{{Zone}}" {
              file "{{_folder}}/zone";
            {{(primary is null ? $$"""
              type primary;
              notify {{(Notified is null ? "no" : "explicit")}};
              {{(Notified is null ? "" : $"notify-delay 0; also-notify {{ 127.0.0.1 port {Notified.Port}; }};")}}
              update-policy {
                grant key-hmac-sha256 zonesub ANY;
                grant key-hmac-sha512 zonesub ANY;
              };
            """ : $$"""
              type secondary;
              primaries { 127.0.0.1 port {{primary.Port}}; };
              allow-update-forwarding { any; };
            """)}}
            };
            """);
        if (primary is null && !File.Exists(Path.Combine(_folder, "zone")))
            Write("zone", $"$TTL 60\n@ IN SOA ns.{Zone}. hostmaster.{Zone}. 1 3600 600 86400 5\n@ IN NS ns.{Zone}.\nns IN A 127.0.0.1\nforeign IN A 203.0.113.99\n{MoreRecords}");
        _process = Process.Start(new ProcessStartInfo(Executable!)
        {
            ArgumentList = { "-g", "-c", Path.Combine(_folder, "named.conf"), "-p", Port.ToString(CultureInfo.InvariantCulture) },
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            if (line.EndsWith(" running", StringComparison.Ordinal))
            {
                _ = _process.StandardError.ReadToEndAsync();
                return;
            }
        }

        throw new InvalidOperationException("named ended at its start.");
    }

    public async Task StopAsync()
    {
        if (_process is null)
            return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
