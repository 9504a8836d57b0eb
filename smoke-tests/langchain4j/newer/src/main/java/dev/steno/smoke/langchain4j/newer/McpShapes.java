package dev.steno.smoke.langchain4j.newer;

import dev.langchain4j.mcp.McpToolProvider;
import dev.langchain4j.mcp.client.DefaultMcpClient;
import dev.langchain4j.mcp.client.McpClient;
import dev.langchain4j.mcp.client.transport.http.StreamableHttpMcpTransport;
import dev.langchain4j.service.AiServices;
import dev.steno.smoke.contract.Transcript;
import dev.steno.smoke.langchain4j.Assistants;
import dev.steno.smoke.langchain4j.Setting;
import dev.steno.smoke.langchain4j.Shape;
import dev.steno.smoke.langchain4j.Shapes;
import java.util.Map;

/** Tools of a server that speaks MCP. */
public final class McpShapes implements Shapes {
  @Override
  public Map<String, Shape> shapes() {
    return Map.of("mcp", McpShapes::tool);
  }

  private static void tool(Setting setting, Transcript out) {
    McpClient client =
        DefaultMcpClient.builder()
            .key("shop")
            .autoHealthCheck(false)
            .transport(StreamableHttpMcpTransport.builder().url(setting.url() + "/mcp").build())
            .build();
    Assistants.Plain assistant =
        AiServices.builder(Assistants.Plain.class)
            .chatModel(setting.chat())
            .toolProvider(McpToolProvider.builder().mcpClients(client).build())
            .build();
    out.fact("answer", assistant.ask(setting.says("Where is it?")));
  }
}
