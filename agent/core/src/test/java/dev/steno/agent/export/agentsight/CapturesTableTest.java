package dev.steno.agent.export.agentsight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.export.Captures;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Each file that was captured of AgentSight's own SDKs, and what is made of it. */
class CapturesTableTest {
  private static final String NONE = "no counterpart: ";
  private static final String ANSWERS = "the same answer in the table of LegacyContractTest";

  private static final Map<String, String> TABLE = new TreeMap<>();

  static {
    TABLE.put("action_error", "LegacyCapturesTest.actionThatFailed");
    TABLE.put("attachments_base64", "LegacyCapturesTest.attachment");
    TABLE.put("attachments_form_data", "LegacyCapturesTest.largeAttachmentIsAForm");
    TABLE.put("button", "LegacyCapturesTest.button");
    TABLE.put("conversation_init_full", "LegacyCapturesTest.visit");
    TABLE.put("conversation_init_minimal", "LegacyCapturesTest.visit");
    TABLE.put("conversation_response_without_id", "LegacyCapturesTest.conversationWithoutNumber");
    TABLE.put("environment_env_var", "LegacyCapturesTest.environment");
    TABLE.put("feedback", "LegacyCapturesTest.feedback; by number: events have no numbers");
    TABLE.put("fetch", NONE + "nothing is read");
    TABLE.put("full_turn", "LegacyCapturesTest.fullTurnOfAnInteraction, .fullTurnOfEvents");
    TABLE.put("manage", NONE + "nothing is renamed, marked or deleted");
    TABLE.put("message_attachments", "LegacyCapturesTest.messagesWithAttachments");
    TABLE.put("multi_conversation", "LegacyCapturesTest.severalConversations");
    TABLE.put("no_conversation_id", NONE + "nothing was sent; each record has a conversation");
    TABLE.put("question_answer_only", "LegacyCapturesTest.questionAndAnswerOnly");
    TABLE.put("response_200_non_json", "LegacyCapturesTest.taken");
    TABLE.put("response_202", "LegacyCapturesTest.taken");
    TABLE.put("response_400", "LegacyCapturesTest.refused");
    TABLE.put("response_401", ANSWERS + ": it pauses, and sends all of it then");
    TABLE.put("response_403", ANSWERS + ": it pauses, and sends all of it then");
    TABLE.put("response_404", "LegacyCapturesTest.refused");
    TABLE.put("response_429", ANSWERS + ": it is sent again, when the server says");
    TABLE.put("response_500", ANSWERS + ": it is sent again");
    TABLE.put("response_503", ANSWERS + ": it is sent again");
    TABLE.put("response_conversation_500", ANSWERS + ": the conversation comes first in any case");
    TABLE.put("response_dropped_connection", ANSWERS + ": it is sent again");
    TABLE.put("token_usage_two_sends", "LegacyCapturesTest.tokensOfTwoTurns");
    TABLE.put("v01_batch_two_conversations", "IngestCapturesTest.twoConversations");
    TABLE.put("v01_button", "IngestCapturesTest.button");
    TABLE.put("v01_feedback", "IngestCapturesTest.feedback");
    TABLE.put("v01_gzip_batch", "IngestCapturesTest.compressed");
    TABLE.put("v01_open_conversation", "IngestCapturesTest.visit");
    TABLE.put("v01_preflight_me", "IngestCapturesTest.preflight");
    TABLE.put("v01_proactive_message", "IngestCapturesTest.messageOfItsOwn");
    TABLE.put("v01_record_attachments", "IngestCapturesTest.describedAttachment");
    TABLE.put("v01_response_400", "IngestCapturesTest.answered");
    TABLE.put("v01_response_403", "IngestCapturesTest.answered");
    TABLE.put("v01_response_429", "IngestCapturesTest.answered");
    TABLE.put("v01_response_503", "IngestCapturesTest.answered");
    TABLE.put("v01_turn_error", "IngestCapturesTest.turnThatFailed");
    TABLE.put("v01_turn_messages", "IngestCapturesTest.turnMessages");
    TABLE.put("v01_turn_tool_llm", "IngestCapturesTest.turnWithToolAndModel");
    TABLE.put("v01_update_metadata", "IngestCapturesTest.metadata");
    TABLE.put("v01_upload_attachments", "IngestCapturesTest.uploadedAttachment");
    TABLE.put("v0_0_15_full_turn", "LegacyCapturesTest.fullTurnOfTheOldest");
  }

  @Test
  void everyFileIsAccountedFor() {
    assertThat(Captures.names("agentsight")).containsExactlyElementsOf(TABLE.keySet());
  }
}
